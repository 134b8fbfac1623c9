package io.vigil.pipelines.kafka;

import io.vigil.schemas.TopicMetadata;
import io.vigil.schemas.fields.Rejection;
import io.vigil.schemas.fields.Utf8;
import java.util.TreeMap;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** What stands beside the value of a record in Kafka, as texts. */
public final class KafkaMetadata {

  private KafkaMetadata() {}

  /**
   * What a record has beside its value.
   *
   * @param key null if the record has none
   * @param headers null if KafkaIO has not kept any
   */
  public static TopicMetadata of(byte @Nullable [] key, long timestamp, @Nullable Headers headers) {
    var texts = new TreeMap<String, String>();
    if (headers != null) {
      for (var header : headers) {
        var text = text(header.value());
        if (text != null) {
          texts.put(header.key(), text);
        }
      }
    }
    return new TopicMetadata(text(key), timestamp, texts);
  }

  private static @Nullable String text(byte @Nullable [] bytes) {
    try {
      return bytes == null ? null : Utf8.decode(bytes);
    } catch (Rejection e) {
      return null;
    }
  }
}
