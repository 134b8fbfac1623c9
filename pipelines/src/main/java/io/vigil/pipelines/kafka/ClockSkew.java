package io.vigil.pipelines.kafka;

import io.vigil.schemas.Transaction;
import java.io.Serializable;
import java.time.Duration;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.io.kafka.KafkaTimestampType;

/**
 * Tells times that may be from times that cannot be. It looks at nothing but the record, so all who
 * ask about the same record hear the same.
 *
 * @param tolerance so far may a time lie beyond that of the record's arrival
 */
record ClockSkew(Duration tolerance) implements Serializable {

  /**
   * When the record arrived: as the broker says if it stamps its records; otherwise, as producers'
   * stamps are no better than their events, when it was read.
   */
  static long arrivedAt(KafkaRecord<?, Arrival> record) {
    return record.getTimestampType() == KafkaTimestampType.LOG_APPEND_TIME
        ? record.getTimestamp()
        : record.getKV().getValue().readAt();
  }

  /** Whether the transaction says that it happened well after it arrived. */
  boolean isInFuture(Transaction transaction, KafkaRecord<?, Arrival> record) {
    return transaction.eventTime() - arrivedAt(record) > tolerance.toMillis();
  }
}
