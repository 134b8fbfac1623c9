package io.vigil.pipelines.redrive;

import static io.vigil.pipelines.redrive.SelectionFlags.refuse;

import io.vigil.pipelines.archive.Archive;
import io.vigil.pipelines.files.OutputDirectory;
import io.vigil.pipelines.kafka.KafkaFlags;
import io.vigil.pipelines.postgres.PostgresConfig;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that say where records go. */
final class DestinationFlags {

  @Option(
      names = "--archive",
      paramLabel = "DIR",
      description = "The archive that takes what is good now, at the position where it was read.")
  private @Nullable Path archive;

  @Option(
      names = "--topic",
      paramLabel = "TOPIC",
      description = "The topic that takes what is good now; needs --bootstrapServers.")
  private @Nullable String topic;

  @Option(
      names = "--keepBytes",
      description =
          "Write the original bytes to the topic, for a monitor that reads it with a mapping;"
              + " otherwise Vigil's own form.")
  private boolean keepBytes;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "Where the table of those appears that are still bad, if they came from files.")
  private @Nullable Path output;

  @Option(names = "--overwrite", description = "Replace the table that stands in DIR.")
  private boolean overwrite;

  /**
   * Checks them against each other, for dead letters.
   *
   * @throws IllegalArgumentException if they contradict each other
   */
  void check(OriginFlag origin, boolean dryRun) {
    refuse(
        (archive == null) == (topic == null),
        archive == null
            ? "--archive=DIR or --topic=TOPIC is needed: where do good records go?"
            : "--archive and --topic are both given: a topic that is archived brings them there");
    refuse(keepBytes && topic == null, "--keepBytes is for --topic");
    refuse(
        origin.isFiles() && output == null && !dryRun,
        "--output=DIR is needed: where do those go that are still bad?");
    refuse(!origin.isFiles() && output != null, "--output is for dead letters from files");
    if (output != null) {
      OutputDirectory.check(output, overwrite, ReturnToFolder.TABLES);
    }
  }

  /** The archive of late transactions. */
  Archive archiveOfLate() {
    refuse(topic != null, "--late needs --archive, and takes no --topic");
    refuse(output != null, "--late takes no --output: nothing comes back");
    return archive();
  }

  /** Whether good records go to an archive. */
  boolean isArchive() {
    return archive != null;
  }

  private Archive archive() {
    refuse(archive == null, "--archive=DIR is missing");
    return Archive.at(Objects.requireNonNull(archive));
  }

  GoodRecords good(KafkaFlags kafka) {
    return topic == null
        ? IntoArchive.open(archive())
        : IntoTopic.open(kafka.settings(), topic, keepBytes);
  }

  /** What is in place now, for a run that writes nothing. */
  WithoutWriting asItIs(KafkaFlags kafka) {
    return topic == null
        ? IntoArchive.asItIs(archive())
        : IntoTopic.asItIs(kafka.settings(), topic);
  }

  /**
   * Where those go that are still bad.
   *
   * @param good shares its transactions, if it has some
   */
  Returns returns(
      OriginFlag origin, GoodRecords good, KafkaFlags kafka, @Nullable PostgresConfig postgres) {
    var letters = origin.topic();
    if (letters != null) {
      return good instanceof IntoTopic mended
          ? ReturnToTopic.with(mended, letters)
          : ReturnToTopic.open(kafka.settings(), letters);
    }
    return origin.isTable()
        ? ReturnToTable.in(Objects.requireNonNull(postgres))
        : ReturnToFolder.in(Objects.requireNonNull(output));
  }
}
