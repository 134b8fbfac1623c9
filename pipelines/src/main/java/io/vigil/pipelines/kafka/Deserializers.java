package io.vigil.pipelines.kafka;

import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.parse.TransactionParser;
import java.util.Map;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.coders.VoidCoder;
import org.apache.beam.sdk.io.kafka.DeserializerProvider;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** What KafkaIO makes of the bytes of a record. Each reader has its own, in one thread. */
final class Deserializers {

  private Deserializers() {}

  /** Parses values, the one time that they are parsed. */
  record OfValues(KafkaValues values) implements DeserializerProvider<Arrival> {
    @Override
    public Deserializer<Arrival> getDeserializer(Map<String, ?> config, boolean isKey) {
      return new ValueDeserializer(values);
    }

    @Override
    public Coder<Arrival> getCoder(CoderRegistry registry) {
      return ArrivalCoder.of();
    }
  }

  /** Lets keys go: all that Vigil needs is in the values. */
  record OfKeys() implements DeserializerProvider<@Nullable Void> {
    @Override
    public Deserializer<@Nullable Void> getDeserializer(Map<String, ?> config, boolean isKey) {
      return (topic, bytes) -> null;
    }

    @Override
    public Coder<@Nullable Void> getCoder(CoderRegistry registry) {
      return VoidCoder.of();
    }
  }

  static final class ValueDeserializer implements Deserializer<Arrival> {

    private final KafkaValues values;
    private final TransactionParser parser;
    private SourcePosition somewhere = SourcePosition.inTopic("", 0, 0);

    ValueDeserializer(KafkaValues values) {
      this.values = values;
      this.parser = values.parser();
    }

    /**
     * @param bytes null for a tombstone
     */
    @Override
    public Arrival deserialize(String topic, byte @Nullable [] bytes) {
      if (!somewhere.source().equals(topic)) {
        somewhere = SourcePosition.inTopic(topic, 0, 0);
      }
      var record = values.record(somewhere, bytes);
      return new Arrival(
          parser.parse(record), bytes == null ? record.bytes() : bytes, System.currentTimeMillis());
    }
  }
}
