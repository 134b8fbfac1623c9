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
 * Tells KafkaIO the times of a partition's records, and its watermark. Transactions are at their
 * event time; whatever else there is, is at the watermark of its partition, where it is not late.
 */
final class EventTimePolicy extends TimestampPolicy<@Nullable Void, Arrival> {

  private final ClockSkew skew;
  private final EventTimeWatermark watermark;

  EventTimePolicy(WatermarkRules rules, Instant start) {
    this.skew = new ClockSkew(rules.maxClockSkew());
    this.watermark = new EventTimeWatermark(rules, start.getMillis());
  }

  @Override
  public Instant getTimestampForRecord(
      PartitionContext context, KafkaRecord<@Nullable Void, Arrival> record) {
    var arrival = record.getKV().getValue();
    if (arrival.parsed() instanceof Transaction transaction
        && !skew.isInFuture(transaction, ClockSkew.arrivedAt(record))) {
      watermark.event(transaction.eventTime(), ClockSkew.arrivedAt(record), arrival.readAt());
      return new Instant(transaction.eventTime());
    }
    watermark.recordWithoutTime(arrival.readAt());
    return new Instant(watermark.current());
  }

  @Override
  public Instant getWatermark(PartitionContext context) {
    long backlog = context.getMessageBacklog();
    return new Instant(
        watermark.at(
            System.currentTimeMillis(),
            backlog == UnboundedReader.BACKLOG_UNKNOWN ? null : backlog,
            context.getBacklogCheckTime().getMillis()));
  }

  /** Makes a policy for each partition when its reader starts. */
  record Factory(WatermarkRules rules)
      implements TimestampPolicyFactory<@Nullable Void, Arrival>, Serializable {
    @Override
    public TimestampPolicy<@Nullable Void, Arrival> createTimestampPolicy(
        TopicPartition partition, Optional<Instant> previousWatermark) {
      return new EventTimePolicy(
          rules, previousWatermark.orElse(BoundedWindow.TIMESTAMP_MIN_VALUE));
    }
  }
}
