package io.vigil.pipelines.archive;

import io.vigil.pipelines.cli.DurationFlag;
import io.vigil.pipelines.kafka.TopicFlags;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The flags of an archive of a topic. */
final class ArchiveFlags extends TopicFlags {

  @Option(
      names = "--startFrom",
      paramLabel = "START",
      defaultValue = "archived",
      converter = ArchiveStart.Flag.class,
      description =
          "Where a job without savepoint begins: archived (where the archive has its first gap),"
              + " earliest, latest, committed, a time, or offsets such as 0:17,1:99.")
  private ArchiveStart startFrom = new ArchiveStart(null);

  @Option(
      names = "--consumerGroup",
      paramLabel = "GROUP",
      defaultValue = "vigil-archive",
      description = "Commits its offsets with each checkpoint, for people.")
  private String consumerGroup = "vigil-archive";

  @Option(
      names = "--maxDelay",
      paramLabel = "DURATION",
      defaultValue = "5m",
      converter = DurationFlag.class,
      description = "How long a record waits until it is in the archive; long makes larger files.")
  private Duration maxDelay = Duration.ofMinutes(5);

  ArchiveStart startFrom() {
    return startFrom;
  }

  String consumerGroup() {
    return consumerGroup;
  }

  /**
   * The longest wait.
   *
   * @throws IllegalArgumentException if it is none
   */
  Duration maxDelay() {
    if (maxDelay.isZero()) {
      throw new IllegalArgumentException("--maxDelay must be more than 0");
    }
    return maxDelay;
  }
}
