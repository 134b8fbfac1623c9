package io.vigil.pipelines.draft;

import io.vigil.pipelines.cli.FileProblem;
import io.vigil.pipelines.cli.Refusal;
import io.vigil.pipelines.files.InputFiles;
import io.vigil.pipelines.files.ReadLimits;
import io.vigil.pipelines.folders.OwnFiles;
import io.vigil.pipelines.kafka.KafkaFlags;
import io.vigil.schemas.files.FileFormat;
import io.vigil.schemas.mapping.Mapping;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code vigil mapping}: drafts a mapping for other people's data. */
@Command(
    name = "mapping",
    description =
        "Looks at the first records of a file, or the last of a topic, and drafts a mapping for"
            + " them: which column is which field, how times and numbers are written. It shows ten"
            + " of them as transactions, and what would be set aside. What it is not sure of is a"
            + " comment '# ?' in the draft.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    showDefaultValues = true,
    footer = {
      "",
      "The last line is the result: records=… transactions=… set_aside=… questions=…",
      "Exit codes: 0 done; 1 not done, the last line says why; 2 wrong command line; 3 done, but a"
          + " field that must be there was not found, or the mapping fits no record."
    })
public final class MappingCommand implements Callable<Integer> {

  private static final int NEEDS_EYES = 3;
  private static final int MAX_RECORD_BYTES = 1 << 20;
  private static final int MOST_RECORDS = 100_000;

  @Spec private CommandSpec spec;

  @Option(
      names = "--input",
      paramLabel = "FILE",
      description = "The file; of several that match, the first.")
  private @Nullable String input;

  @Option(
      names = "--inputFormat",
      paramLabel = "FORMAT",
      description = "Its format, whatever its name: json, csv, avro, parquet.")
  private @Nullable FileFormat inputFormat;

  @Option(
      names = "--topic",
      paramLabel = "TOPIC",
      description = "Instead of a file: a topic of JSON.")
  private @Nullable String topic;

  @Mixin private KafkaFlags kafka = new KafkaFlags();

  @Option(
      names = "--records",
      paramLabel = "N",
      defaultValue = "1000",
      description = "So many of them are looked at.")
  private int records = 1_000;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Where the draft is written; if nothing is said, it is printed.")
  private @Nullable Path output;

  @Option(
      names = "--check",
      paramLabel = "FILE",
      description = "Drafts nothing: shows what this mapping makes of the records.")
  private @Nullable Path check;

  @Override
  public Integer call() throws IOException {
    refuse((input == null) == (topic == null), "--input=FILE or --topic=TOPIC is needed, and one");
    refuse(topic == null && kafka.isGiven(), "--bootstrapServers is for --topic");
    refuse(topic != null && inputFormat != null, "--inputFormat is for --input");
    refuse(check != null && output != null, "--output is for a draft; --check writes none");
    refuse(records < 1 || records > MOST_RECORDS, "--records must be in 1 to " + MOST_RECORDS);
    if (output != null && Files.exists(output)) {
      throw new Refusal("--output=" + output + " is there, and may be somebody's work");
    }
    var mapping = check == null ? null : Mapping.read(check);
    var sample = sample(mapping);
    if (sample.records().isEmpty()) {
      throw new Refusal((input == null ? topic : input) + " has no records to look at");
    }
    var out = spec.commandLine().getOut();
    return mapping == null ? draft(sample, out) : show(new Trial(sample).with(mapping), 0, out);
  }

  private int draft(Sample sample, PrintWriter out) {
    var draft = Draft.of(sample);
    if (output == null) {
      draft.text().lines().forEach(out::println);
      out.println();
    } else {
      write(output, draft.text());
      out.println("mapping: " + output);
    }
    if (draft.isComplete()) {
      return show(new Trial(sample).with(draft.text()), draft.questions(), out);
    }
    out.println("not found: " + String.join(", ", draft.missing()));
    out.println(
        "records=%d transactions=0 set_aside=0 questions=%d"
            .formatted(sample.records().size(), draft.questions()));
    return NEEDS_EYES;
  }

  private static int show(Trial.Result result, int questions, PrintWriter out) {
    new Preview(result).print(out);
    int good = result.transactions().size();
    int bad = result.failures().size();
    int skipped = result.skipped();
    out.println(
        "records=%d transactions=%d set_aside=%d %squestions=%d"
            .formatted(
                good + bad + skipped,
                good,
                bad,
                skipped == 0 ? "" : "skipped=" + skipped + " ",
                questions));
    return good == 0 ? NEEDS_EYES : ExitCode.OK;
  }

  private Sample sample(@Nullable Mapping mapping) {
    if (topic != null) {
      return Sample.of(kafka.settings(), topic, records);
    }
    if (input == null) {
      throw new IllegalStateException("not checked");
    }
    var file = InputFiles.match("--input", List.of(input), inputFormat).get(0);
    return mapping == null
        ? Sample.of(file, records, MAX_RECORD_BYTES)
        : Sample.of(file, ReadLimits.of(MAX_RECORD_BYTES, mapping), records);
  }

  private static void write(Path file, String text) {
    try {
      OwnFiles.create(file, text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new Refusal("cannot write " + file + ": " + FileProblem.inWords(e), e);
    }
  }

  private void refuse(boolean isWrong, String problem) {
    if (isWrong) {
      throw new ParameterException(spec.commandLine(), problem);
    }
  }
}
