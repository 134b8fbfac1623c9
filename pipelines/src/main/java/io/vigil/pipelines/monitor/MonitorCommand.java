package io.vigil.pipelines.monitor;

import io.vigil.pipelines.cli.Plan;
import io.vigil.pipelines.cli.Progress;
import io.vigil.pipelines.cli.RunnerFlags;
import io.vigil.pipelines.cli.RunnerFlags.Runner;
import io.vigil.pipelines.files.InputFiles;
import io.vigil.pipelines.files.OutputDirectory;
import io.vigil.pipelines.files.OutputFormat;
import io.vigil.pipelines.files.ReadFiles;
import io.vigil.pipelines.files.ReadLimits;
import io.vigil.pipelines.files.SourceFile;
import io.vigil.schemas.files.FileFormat;
import io.vigil.schemas.mapping.Mapping;
import io.vigil.schemas.parse.TransactionParser;
import io.vigil.transforms.screen.DetectionRules;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.beam.sdk.Pipeline;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code vigil monitor}: runs {@link Monitor} over files and says what came of every record. */
@Command(
    name = "monitor",
    description =
        "Reads transactions, sets bad records aside, totals up the good ones by minute, hour and"
            + " day, finds fraud spikes, and accounts for every record in a ledger.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    showDefaultValues = true,
    footer = {
      "",
      "Flags of the runner are Beam's own, for example --parallelism=4. Flink runs inside this"
          + " process.",
      "",
      "The last line is the result:",
      "read=… accepted=… duplicates=… dead_letters=… late=… balanced=…",
      "Exit codes: 0 done and balanced; 1 not done or not balanced; 2 wrong command line."
    })
public final class MonitorCommand implements Callable<Integer> {

  private static final int MEBIBYTE = 1 << 20;

  @Spec private CommandSpec spec;

  @Option(
      names = "--input",
      required = true,
      paramLabel = "GLOB",
      showDefaultValue = Visibility.NEVER,
      description =
          "Files to read; may be given several times. The name tells the format: .json .jsonl"
              + " .ndjson .csv .avro .parquet, the text forms also with .gz.")
  private List<String> inputs = List.of();

  @Option(
      names = "--inputFormat",
      paramLabel = "FORMAT",
      description = "Format of all files, whatever their names: json, csv, avro, parquet.")
  private @Nullable FileFormat inputFormat;

  @Option(
      names = "--mapping",
      paramLabel = "FILE",
      description = "How to find the fields in other people's data (YAML).")
  private @Nullable Path mappingFile;

  @Option(
      names = "--detection",
      paramLabel = "FILE",
      description = "What is suspicious, and how much of it is a spike (YAML); rules built in.")
  private @Nullable Path detectionFile;

  @Option(
      names = "--maxRecordBytes",
      paramLabel = "BYTES",
      defaultValue = "" + MEBIBYTE,
      description = "A longer record becomes a dead letter.")
  private int maxRecordBytes;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      showDefaultValue = Visibility.NEVER,
      description = "Where the tables appear, all at once, when everything is done.")
  private Path output = Path.of("");

  @Option(
      names = "--outputFormat",
      paramLabel = "FORMAT",
      defaultValue = "parquet",
      description = "${COMPLETION-CANDIDATES}.")
  private OutputFormat outputFormat = OutputFormat.parquet;

  @Option(names = "--overwrite", description = "Replace the tables that stand in DIR.")
  private boolean overwrite;

  @Option(names = "--dryRun", description = "Show what would run, and run nothing.")
  private boolean dryRun;

  @Option(
      names = "--runner",
      paramLabel = "RUNNER",
      defaultValue = "FlinkRunner",
      description = "${COMPLETION-CANDIDATES}.")
  private Runner runner = Runner.FlinkRunner;

  @Unmatched private List<String> otherFlags = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    var config = resolve();
    return dryRun ? showPlan(config) : run(config);
  }

  private MonitorConfig resolve() throws IOException {
    if (maxRecordBytes < 1 || maxRecordBytes > 256 * MEBIBYTE) {
      throw new ParameterException(
          spec.commandLine(), "--maxRecordBytes=" + maxRecordBytes + " is not in 1 to 268435456");
    }
    var runnerFlags = runnerFlags();
    var mapping = mappingFile == null ? null : Mapping.read(mappingFile);
    var rules =
        detectionFile == null ? DetectionRules.defaults() : DetectionRules.read(detectionFile);
    var settings =
        new MonitorSettings(
            mapping, rules, Duration.standardMinutes(10), Duration.standardSeconds(1), 0);
    var limits = new ReadLimits(maxRecordBytes, mapping == null ? ',' : mapping.delimiter());
    OutputDirectory.check(output, overwrite, MonitorTables.ALL);
    var files = InputFiles.match(inputs, inputFormat);
    InputFiles.check(files, limits, TransactionParser.of(mapping));
    return new MonitorConfig(files, limits, settings, output, outputFormat, overwrite, runnerFlags);
  }

  private RunnerFlags runnerFlags() {
    try {
      return RunnerFlags.parse(runner, otherFlags, spec.optionsMap().keySet());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private int showPlan(MonitorConfig config) {
    Plan.of(spec, config.runnerFlags(), pipeline(config, config.output()))
        .withInput(config.files().stream().map(SourceFile::path).toList(), config.bytes())
        .print(spec.commandLine().getOut());
    return ExitCode.OK;
  }

  private int run(MonitorConfig config) throws IOException {
    try (var directory = OutputDirectory.prepare(config.output(), MonitorTables.ALL)) {
      var pipeline = pipeline(config, directory.staging());
      Progress.during(
          spec.commandLine().getErr(), config.bytes(), () -> pipeline.run().waitUntilFinish());
      var audit = Audit.of(directory.staging(), config.format());
      if (audit.isBalanced()) {
        directory.publish();
      }
      return report(audit, spec.commandLine().getOut());
    }
  }

  private static Pipeline pipeline(MonitorConfig config, Path folder) {
    var pipeline = Pipeline.create(config.runnerFlags().toOptions());
    Monitor.build(
        pipeline,
        ReadFiles.of(config.files(), config.limits(), config.settings().mapping()),
        MonitorTables.sinks(folder, config.format()),
        config.settings());
    return pipeline;
  }

  private static int report(Audit audit, PrintWriter out) {
    audit.reasons().forEach((reason, count) -> out.printf("dead letters: %,d %s%n", count, reason));
    audit.damages().forEach(damage -> out.println("damaged file: " + damage));
    audit.problems().forEach(problem -> out.println("not balanced: " + problem));
    out.println(audit.resultLine());
    return audit.isBalanced() ? ExitCode.OK : ExitCode.SOFTWARE;
  }
}
