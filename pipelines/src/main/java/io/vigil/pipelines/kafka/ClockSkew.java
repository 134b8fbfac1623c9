package io.vigil.pipelines.kafka;

import io.vigil.schemas.ParseFailure;
import io.vigil.schemas.RawRecord;
import io.vigil.schemas.Reason;
import io.vigil.schemas.Transaction;
import java.io.Serializable;
import java.time.Duration;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.io.kafka.KafkaTimestampType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;

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

  /** The same for a record that a plain consumer has just read. */
  static long arrivedAt(ConsumerRecord<?, ?> record) {
    return record.timestampType() == TimestampType.LOG_APPEND_TIME
        ? record.timestamp()
        : System.currentTimeMillis();
  }

  /** Whether the transaction says that it happened well after it arrived. */
  boolean isInFuture(Transaction transaction, long arrivedAt) {
    return transaction.eventTime() - arrivedAt > tolerance.toMillis();
  }

  /** What becomes of such a transaction. */
  static ParseFailure failure(Transaction transaction, RawRecord record, long arrivedAt) {
    return new ParseFailure(
        record,
        Reason.TIME_IN_FUTURE,
        "event_time: lies "
            + Duration.ofMillis(transaction.eventTime() - arrivedAt)
            + " beyond the time of arrival",
        transaction.eventTime());
  }
}
