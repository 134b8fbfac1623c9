package io.vigil.schemas;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigil.schemas.json.ForeignJson;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a topic keeps of a record beside its value. Keys and headers are texts in UTF-8; those that
 * are not are left out.
 *
 * @param key null if the record has none
 * @param timestamp in milliseconds since the epoch, as the producer or the broker has set it
 * @param headers by their names; of one that stands several times the last, as Kafka has it
 */
public record TopicMetadata(@Nullable String key, long timestamp, Map<String, String> headers) {

  private static final JsonMapper JSON = ForeignJson.mapper();
  private static final String KEY = "key";
  private static final String TIMESTAMP = "timestamp";
  private static final String HEADERS = "headers";

  public TopicMetadata {
    headers = Collections.unmodifiableMap(new TreeMap<>(headers));
  }

  /** As one line of JSON, the same always for the same. */
  public String toJson() {
    var object = JSON.createObjectNode();
    object.put(KEY, key);
    object.put(TIMESTAMP, timestamp);
    var texts = object.putObject(HEADERS);
    headers.forEach(texts::put);
    return object.toString();
  }

  /**
   * Reads what {@link #toJson} has written.
   *
   * @throws IllegalArgumentException if it is something else; the message holds no value
   */
  public static TopicMetadata ofJson(String json) {
    try {
      var tree = JSON.readTree(json);
      if (tree instanceof ObjectNode object
          && object.path(TIMESTAMP).isIntegralNumber()
          && object.path(HEADERS).isObject()) {
        var headers = new TreeMap<String, String>();
        object
            .path(HEADERS)
            .properties()
            .forEach(it -> headers.put(it.getKey(), it.getValue().asText()));
        var key = object.path(KEY);
        return new TopicMetadata(
            key.isTextual() ? key.asText() : null, object.path(TIMESTAMP).asLong(), headers);
      }
    } catch (JsonProcessingException e) {
      // Said below.
    }
    throw new IllegalArgumentException("is nothing that a topic keeps beside a value");
  }

  /** Names no value: a key may be the number of a card. */
  @Override
  public String toString() {
    return "TopicMetadata[" + headers.keySet().size() + " headers]";
  }
}
