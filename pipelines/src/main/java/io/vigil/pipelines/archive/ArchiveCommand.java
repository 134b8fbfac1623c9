package io.vigil.pipelines.archive;

import io.vigil.pipelines.cards.ProtectionFlags;
import io.vigil.pipelines.cli.Job;
import io.vigil.pipelines.cli.JobCommand;
import io.vigil.pipelines.files.InputFlags;
import io.vigil.pipelines.kafka.KafkaFlags;
import io.vigil.schemas.mapping.Mapping;
import io.vigil.schemas.protect.CardProtection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vigil archive}: keeps every record in Parquet, from a topic or from files. */
@Command(
    name = "archive",
    description =
        "Keeps every record that it reads in Parquet, by date and hour of the event, with its"
            + " position; and what did not parse, with its bytes. A position is kept once, however"
            + " often it is read. Over files (--input) it ends with them; over a topic (--topic) it"
            + " goes on; --compact merges the small files that are there.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    showDefaultValues = true,
    footer = {
      "",
      "Flags of the runner are Beam's own, for example --parallelism=4 or"
          + " --flinkMaster=HOST:PORT. By default Flink runs inside this process.",
      "",
      "Over files the last line is the result:",
      "read=… archived=… already=… dead_letters=… files=…",
      "Exit codes: 0 done; 1 not done, the last line says why; 2 wrong command line;",
      "3 done, but a whole file was set aside."
    })
public final class ArchiveCommand extends JobCommand {

  private static final String JOB = "--jobName=vigil-archive";

  private static final List<String> OF_FILES =
      List.of("--input", "--inputFormat", "--maxRecordBytes", "--strict");
  private static final List<String> OF_RECORDS =
      List.of("--mapping", "--cardPseudonym", "--deadLetterKey");
  private static final List<String> OF_TOPICS =
      List.of(
          "--topic",
          "--avroSchema",
          "--startFrom",
          "--consumerGroup",
          "--maxDelay",
          "--bootstrapServers",
          "--kafkaConfig",
          "--kafkaConfigFile");

  @Option(
      names = "--archive",
      paramLabel = "DIR",
      required = true,
      description = "Where the archive is, or is to be.")
  private Path folder = Path.of("");

  @ArgGroup(exclusive = false, heading = "%nFiles in:%n")
  private InputFlags files = new InputFlags();

  @ArgGroup(exclusive = false, heading = "%nA topic in:%n")
  private ArchiveFlags stream = new ArchiveFlags();

  @Mixin private KafkaFlags kafka = new KafkaFlags();

  @Option(
      names = "--mapping",
      paramLabel = "FILE",
      description = "How to find the fields in other people's data (YAML).")
  private @Nullable Path mappingFile;

  @Mixin private ProtectionFlags protection = new ProtectionFlags();

  @Option(
      names = "--maxFileRecords",
      paramLabel = "NUMBER",
      defaultValue = "500000",
      description = "A file has no more records than this; many at once need memory.")
  private int maxFileRecords;

  @Option(
      names = "--compact",
      description = "Merge the small files of each hour into larger ones; needs no source.")
  private boolean compact;

  @Override
  protected Job resolve() throws IOException {
    if (maxFileRecords < 1) {
      throw new IllegalArgumentException("--maxFileRecords must be at least 1");
    }
    var archive = Archive.at(folder);
    if (compact) {
      refuse(OF_FILES, "--compact");
      refuse(OF_TOPICS, "--compact");
      refuse(OF_RECORDS, "--compact");
      return new CompactionJob(archive, maxFileRecords, runnerFlags(false, JOB));
    }
    if (files.areGiven()) {
      refuse(OF_TOPICS, "--input");
      return fileJob(archive);
    }
    if (!stream.areGiven()) {
      throw new IllegalArgumentException(
          "Missing required option: '--input=GLOB', '--topic=TOPIC' or '--compact'");
    }
    refuse(OF_FILES, "--topic");
    return topicJob(archive);
  }

  private Job fileJob(Archive archive) throws IOException {
    var runnerFlags = runnerFlags(false, JOB);
    checkShared(runnerFlags, "--input and --archive");
    var mapping = mapping();
    archive.check();
    var settings = new ArchivePipeline.Settings(archive.folder(), maxFileRecords, null);
    return new FileArchiveJob(
        files.input(mapping), mapping, protection(mapping), archive, settings, runnerFlags);
  }

  private Job topicJob(Archive archive) throws IOException {
    var settings =
        new ArchivePipeline.Settings(archive.folder(), maxFileRecords, stream.maxDelay());
    var runnerFlags = runnerFlags(true, JOB);
    checkShared(runnerFlags, "--archive");
    var topic = stream.topic();
    var mapping = mapping();
    var values = stream.values(mapping);
    return TopicArchiveJob.check(
        new TopicArchiveJob.Topic(
            kafka.settings(),
            topic,
            stream.startFrom(),
            stream.consumerGroup(),
            values,
            protection(mapping)),
        archive,
        settings,
        runnerFlags);
  }

  private void refuse(List<String> flags, String reason) {
    var given = spec().commandLine().getParseResult();
    for (var flag : flags) {
      if (given.hasMatchedOption(flag)) {
        throw new IllegalArgumentException(reason + " and " + flag + " exclude each other");
      }
    }
  }

  private CardProtection protection(@Nullable Mapping mapping) throws IOException {
    return protection.protection(mapping, spec().commandLine().getErr());
  }

  private @Nullable Mapping mapping() throws IOException {
    return mappingFile == null ? null : Mapping.read(mappingFile);
  }
}
