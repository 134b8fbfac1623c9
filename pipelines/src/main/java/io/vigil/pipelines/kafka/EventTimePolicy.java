package io.vigil.pipelines.kafka;

import io.vigil.schemas.Transaction;
import java.io.Serializable;
import java.util.Optional;
import org.apache.beam.sdk.io.UnboundedSource.UnboundedReader;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.io.kafka.TimestampPolicy;
import org.apache.beam.sdk.io.kafka.TimestampPolicyFactory;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.kafka.common.TopicPartition;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Parses a partition's records, and tells KafkaIO their times and its watermark. Transactions are
 * at their event time; whatever else there is, is at the watermark of its partition, where it is
 * not late.
 */
final class EventTimePolicy extends TimestampPolicy<byte @Nullable [], Arrival> {

  private final TopicParser parser;
  private final EventTimeWatermark watermark;
  private final SteadyClock clock;
  private long countedAt;
  private long countSeen;

  EventTimePolicy(KafkaValues values, WatermarkRules rules, Instant start, SteadyClock clock) {
    this.parser = new TopicParser(values, new ClockSkew(rules.maxClockSkew()));
    this.watermark = new EventTimeWatermark(rules, start.getMillis());
    this.clock = clock;
  }

  @Override
  public Instant getTimestampForRecord(
      PartitionContext context, KafkaRecord<byte @Nullable [], Arrival> record) {
    var parsed = record.getKV().getValue().parse(parser, record);
    if (parsed instanceof Transaction transaction) {
      watermark.event(transaction.eventTime(), ClockSkew.arrivedAt(record));
      return new Instant(transaction.eventTime());
    }
    watermark.recordWithoutTime();
    return new Instant(watermark.current());
  }

  @Override
  public Instant getWatermark(PartitionContext context) {
    long now = clock.getAsLong();
    long backlog = context.getMessageBacklog();
    return new Instant(
        watermark.at(
            now,
            backlog == UnboundedReader.BACKLOG_UNKNOWN ? null : backlog,
            counted(now, context.getBacklogCheckTime().getMillis())));
  }

  /**
   * When the backlog was counted, by the steady clock.
   *
   * @param timeOfDay what KafkaIO says, by a clock that may have been set since
   */
  private long counted(long now, long timeOfDay) {
    if (timeOfDay != countedAt) {
      countedAt = timeOfDay;
      countSeen = now;
    }
    return Math.min(countSeen, timeOfDay);
  }

  /** Makes a policy for each partition when its reader starts. */
  record Factory(KafkaValues values, WatermarkRules rules)
      implements TimestampPolicyFactory<byte @Nullable [], Arrival>, Serializable {
    @Override
    public TimestampPolicy<byte @Nullable [], Arrival> createTimestampPolicy(
        TopicPartition partition, Optional<Instant> previousWatermark) {
      return new EventTimePolicy(
          values,
          rules,
          previousWatermark.orElse(BoundedWindow.TIMESTAMP_MIN_VALUE),
          SteadyClock.ofThisMachine());
    }
  }
}
