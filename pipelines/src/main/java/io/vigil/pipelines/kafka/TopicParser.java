package io.vigil.pipelines.kafka;

import io.vigil.pipelines.kafka.KafkaValues.Records;
import io.vigil.schemas.ParseFailure;
import io.vigil.schemas.Parsed;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.TopicMetadata;
import io.vigil.schemas.Transaction;
import io.vigil.schemas.parse.TransactionParser;
import java.util.function.Supplier;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Says what becomes of a record of a topic: the one place for streams and for parts of the past, so
 * that a replay gives the same. For one thread.
 */
final class TopicParser {

  private final KafkaValues values;
  private final ClockSkew skew;
  private final TransactionParser parser;
  private final Records records;

  TopicParser(KafkaValues values, ClockSkew skew) {
    this.values = values;
    this.skew = skew;
    this.parser = values.parser();
    this.records = values.records();
  }

  /** A record that KafkaIO has read. */
  Parsed parse(KafkaRecord<byte[], Arrival> record) {
    return parse(
        SourcePosition.inTopic(record.getTopic(), record.getPartition(), record.getOffset()),
        record.getKV().getValue().value(),
        () -> KafkaMetadata.of(record.getKV().getKey(), record.getTimestamp(), record.getHeaders()),
        ClockSkew.arrivedAt(record));
  }

  /** A record that a plain consumer has read. */
  Parsed parse(ConsumerRecord<byte[], byte[]> record) {
    return parse(
        SourcePosition.inTopic(record.topic(), record.partition(), record.offset()),
        record.value(),
        () -> KafkaMetadata.of(record.key(), record.timestamp(), record.headers()),
        ClockSkew.arrivedAt(record));
  }

  private Parsed parse(
      SourcePosition position,
      byte @Nullable [] value,
      Supplier<TopicMetadata> metadata,
      long arrivedAt) {
    if (value == null) {
      return parser.parse(values.tombstone(position));
    }
    var record = records.of(position, value);
    if (values.needMetadata()) {
      record = record.withMetadata(metadata.get());
    }
    var parsed = parser.parse(record);
    if (parsed instanceof Transaction transaction && skew.isInFuture(transaction, arrivedAt)) {
      return ClockSkew.failure(transaction, record, arrivedAt);
    }
    return parsed instanceof ParseFailure failure && values.store() == null
        ? hinting(failure, value)
        : parsed;
  }

  private static ParseFailure hinting(ParseFailure failure, byte[] value) {
    var id = NumberedSchemas.idOf(value);
    return id == null
        ? failure
        : failure.withMessage(
            "%s; the value begins like Confluent's wire format, with schema %d: --schemaRegistry reads it"
                .formatted(failure.message(), id));
  }
}
