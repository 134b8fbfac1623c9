package io.vigil.pipelines.monitor;

import io.vigil.pipelines.cli.DurationFlag;
import io.vigil.pipelines.kafka.KafkaSettings;
import io.vigil.pipelines.kafka.KafkaValues;
import io.vigil.pipelines.kafka.StartFrom;
import io.vigil.pipelines.kafka.WatermarkRules;
import io.vigil.schemas.mapping.Mapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The flags of a streaming run: which topic, and what is expected of the times in it. */
final class StreamFlags {

  private static final class StartFlag implements ITypeConverter<StartFrom> {
    @Override
    public StartFrom convert(String text) {
      try {
        return StartFrom.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  @Option(
      names = "--topic",
      paramLabel = "TOPIC",
      description = "Topic to read as a stream, instead of files; needs --bootstrapServers.")
  private @Nullable String topic;

  @Option(
      names = "--startFrom",
      paramLabel = "START",
      defaultValue = "committed",
      converter = StartFlag.class,
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
      names = "--avroSchema",
      paramLabel = "FILE",
      description = "The values are Avro, written with this schema; without it they are JSON.")
  private @Nullable Path avroSchema;

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

  boolean areGiven() {
    return topic != null;
  }

  @Nullable String outputTopics() {
    return outputTopics;
  }

  boolean allowUnsafe() {
    return allowUnsafe;
  }

  /** What they mean, before anything was asked of the cluster. */
  Stream resolve(KafkaSettings kafka, @Nullable Mapping mapping) throws IOException {
    if (topic == null) {
      throw new IllegalArgumentException("--topic=TOPIC is missing");
    }
    var values =
        avroSchema == null
            ? KafkaValues.json(mapping)
            : KafkaValues.avro(Files.readString(avroSchema), mapping);
    values.check();
    return new Stream(
        kafka,
        topic,
        startFrom,
        consumerGroup,
        values,
        new WatermarkRules(maxOutOfOrderness, idleAfter, maxClockSkew));
  }

  /**
   * What a streaming run reads.
   *
   * @param kafka the cluster
   * @param startFrom where it begins without a savepoint
   * @param consumerGroup commits its offsets
   * @param values how they are understood
   * @param watermark what is expected of their times
   */
  record Stream(
      KafkaSettings kafka,
      String topic,
      StartFrom startFrom,
      String consumerGroup,
      KafkaValues values,
      WatermarkRules watermark) {}
}
