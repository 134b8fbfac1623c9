package io.vigil.pipelines.kafka;

import java.util.Map;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.io.kafka.DeserializerProvider;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** What KafkaIO makes of the bytes of a record: it keeps them, until their place is known. */
final class Deserializers {

  private Deserializers() {}

  /** Keeps values, with the time at which they came. */
  record OfValues() implements DeserializerProvider<Arrival> {
    @Override
    public Deserializer<Arrival> getDeserializer(Map<String, ?> config, boolean isKey) {
      return (topic, bytes) -> Arrival.of(bytes, System.currentTimeMillis());
    }

    @Override
    public Coder<Arrival> getCoder(CoderRegistry registry) {
      return ArrivalCoder.of();
    }
  }

  /**
   * Keeps keys, if they are needed.
   *
   * @param areKept otherwise they are let go
   */
  record OfKeys(boolean areKept) implements DeserializerProvider<byte @Nullable []> {
    @Override
    public Deserializer<byte @Nullable []> getDeserializer(Map<String, ?> config, boolean isKey) {
      return (topic, bytes) -> areKept ? bytes : null;
    }

    @Override
    public Coder<byte @Nullable []> getCoder(CoderRegistry registry) {
      return NullableCoder.of(ByteArrayCoder.of());
    }
  }
}
