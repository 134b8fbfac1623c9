package io.vigil.pipelines.kafka;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a consumer group has come in a partition. All times are Kafka's stamps of records.
 *
 * @param next the first offset that the group has not committed; the oldest that the topic holds,
 *     if it has committed nothing or what it stood at is gone
 * @param end behind the last record that may be read: the records of a transaction that is not
 *     decided may not, unless the settings say so
 * @param nextTime of the record at {@code next}; null if there is none, or it did not come in time
 * @param newestTime the highest in the partition; null if it is empty
 */
public record PartitionProgress(
    int partition, long next, long end, @Nullable Instant nextTime, @Nullable Instant newestTime) {

  /** How many offsets the group has before it. Not each of them need be a record. */
  public long backlog() {
    return Math.max(0, end - next);
  }
}
