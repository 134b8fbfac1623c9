package io.vigil.pipelines.monitor;

import io.vigil.pipelines.cli.DurationFlag;
import io.vigil.pipelines.kafka.KafkaSettings;
import io.vigil.pipelines.kafka.KafkaValues;
import io.vigil.pipelines.kafka.StartFrom;
import io.vigil.pipelines.kafka.StartFromFlag;
import io.vigil.pipelines.kafka.TopicFlags;
import io.vigil.pipelines.kafka.WatermarkRules;
import io.vigil.schemas.mapping.Mapping;
import io.vigil.schemas.protect.CardProtection;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags of a streaming run: which topic, and what is expected of the times in it. */
final class StreamFlags extends TopicFlags {

  @Option(
      names = "--startFrom",
      paramLabel = "START",
      defaultValue = "committed",
      converter = StartFromFlag.class,
      description =
          "Where a job without savepoint begins: earliest, latest, committed (earliest where nothing"
              + " is), a time, or offsets such as 0:17,1:99.")
  private StartFrom startFrom = new StartFrom.Committed();

  @Option(
      names = "--consumerGroup",
      paramLabel = "GROUP",
      defaultValue = "vigil",
      description = "Commits its offsets with each checkpoint, for people and for --startFrom.")
  private String consumerGroup = "vigil";

  @Option(
      names = "--maxOutOfOrderness",
      paramLabel = "DURATION",
      defaultValue = "30s",
      converter = DurationFlag.class,
      description = "How much earlier than the records before it a record may have happened.")
  private Duration maxOutOfOrderness = Duration.ofSeconds(30);

  @Option(
      names = "--idleAfter",
      paramLabel = "DURATION",
      defaultValue = "30s",
      converter = DurationFlag.class,
      description = "A partition without records for so long stops no window any more.")
  private Duration idleAfter = Duration.ofSeconds(30);

  @Option(
      names = "--maxClockSkew",
      paramLabel = "DURATION",
      defaultValue = "5m",
      converter = DurationFlag.class,
      description = "A record from further in the future is a dead letter.")
  private Duration maxClockSkew = Duration.ofMinutes(5);

  @Option(
      names = "--outputTopics",
      paramLabel = "PREFIX",
      description = "Writes each table to a topic, too: PREFIX.totals, PREFIX.spikes and so on.")
  private @Nullable String outputTopics;

  @Option(
      names = "--allowUnsafe",
      description = "Run although something may be lost; what, is still said.")
  private boolean allowUnsafe;

  @Nullable String outputTopics() {
    return outputTopics;
  }

  boolean allowUnsafe() {
    return allowUnsafe;
  }

  /** What they mean, before anything was asked of the cluster. */
  Stream resolve(KafkaSettings kafka, @Nullable Mapping mapping, CardProtection protection)
      throws IOException {
    return new Stream(
        kafka,
        topic(),
        startFrom,
        consumerGroup,
        values(mapping),
        protection,
        new WatermarkRules(maxOutOfOrderness, idleAfter, maxClockSkew));
  }

  /**
   * What a streaming run reads.
   *
   * @param kafka the cluster
   * @param startFrom where it begins without a savepoint
   * @param consumerGroup commits its offsets
   * @param values how they are understood
   * @param protection what becomes of card data in them
   * @param watermark what is expected of their times
   */
  record Stream(
      KafkaSettings kafka,
      String topic,
      StartFrom startFrom,
      String consumerGroup,
      KafkaValues values,
      CardProtection protection,
      WatermarkRules watermark) {}
}
