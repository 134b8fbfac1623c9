package io.vigil.pipelines.kafka;

import io.vigil.schemas.Parsed;
import java.util.Objects;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.jspecify.annotations.Nullable;

/**
 * A value of a topic as it left the consumer. It is parsed once, by {@link EventTimePolicy}, whom
 * KafkaIO asks first: the deserializer is not told where the record stands, nor what is beside it.
 */
final class Arrival {

  private final byte @Nullable [] value;
  private final long readAt;
  private @Nullable Parsed parsed;

  private Arrival(byte @Nullable [] value, long readAt, @Nullable Parsed parsed) {
    this.value = value;
    this.readAt = readAt;
    this.parsed = parsed;
  }

  /**
   * @param value shared, not copied: nobody changes it; null for a tombstone
   * @param readAt the clock of the reader at that moment, in milliseconds since the epoch
   */
  static Arrival of(byte @Nullable [] value, long readAt) {
    return new Arrival(value, readAt, null);
  }

  /** One that was parsed elsewhere. */
  static Arrival of(Parsed parsed, long readAt) {
    return new Arrival(null, readAt, parsed);
  }

  /** Parses the record whose value this is. */
  Parsed parse(TopicParser parser, KafkaRecord<byte[], Arrival> record) {
    var result = parser.parse(record);
    parsed = result;
    return result;
  }

  /** What became of the record. */
  Parsed parsed() {
    return Objects.requireNonNull(parsed, "KafkaIO asks for the time of a record first");
  }

  byte @Nullable [] value() {
    return value;
  }

  long readAt() {
    return readAt;
  }
}
