package io.vigil.pipelines.archive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigil.schemas.json.ForeignJson;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An entry of the manifest as JSON. Fields that a newer version may have added are ignored. */
final class EntryJson {

  private static final ObjectMapper JSON = ForeignJson.mapper();

  private EntryJson() {}

  static byte[] write(ArchivedFile file, Path archive) {
    var json = JSON.createObjectNode();
    json.put("file", archive.relativize(Path.of(file.path())).toString());
    json.put("kind", file.kind().word());
    json.put("records", file.records());
    json.put("bytes", file.bytes());
    put(json, "hour", file.hour());
    put(json, "first_event_time", file.firstEventTime());
    put(json, "last_event_time", file.lastEventTime());
    var positions = json.putArray("positions");
    file.positions().forEach(it -> positions.add(write(it)));
    var purged = json.putArray("purged");
    file.purged().forEach(it -> purged.add(write(it)));
    json.put("vigil_version", file.vigilVersion());
    var replaces = json.putArray("replaces");
    file.replaces().forEach(replaces::add);
    try {
      return JSON.writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ObjectNode write(ArchivedPositions positions) {
    var json = JSON.createObjectNode();
    json.put("source", positions.source());
    json.put("partition", positions.partition());
    json.put("sequence", positions.sequence());
    var ranges = json.putArray("ranges");
    for (int i = 0; i < positions.ranges().size(); i++) {
      ranges.addArray().add(positions.ranges().first(i)).add(positions.ranges().last(i));
    }
    return json;
  }

  /**
   * @throws IllegalArgumentException if the bytes are no entry, with the reason
   */
  static ArchivedFile read(String name, byte[] bytes, Path archive) {
    try {
      var json = JSON.readTree(bytes);
      var path = archive.resolve(required(json, "file").asText()).normalize();
      if (!path.startsWith(archive)) {
        throw new IllegalArgumentException("its file is outside of the archive");
      }
      return new ArchivedFile(
          name,
          path.toString(),
          kind(required(json, "kind").asText()),
          required(json, "records").asLong(),
          required(json, "bytes").asLong(),
          instant(json, "hour"),
          instant(json, "first_event_time"),
          instant(json, "last_event_time"),
          positions(required(json, "positions")),
          required(json, "vigil_version").asText(),
          texts(required(json, "replaces")),
          // Entries of earlier versions do not have it.
          json.has("purged") ? positions(json.get("purged")) : List.of());
    } catch (IOException | DateTimeException e) {
      throw new IllegalArgumentException("it is not what Vigil writes", e);
    }
  }

  private static ArchiveKind kind(String word) {
    for (var kind : ArchiveKind.values()) {
      if (kind.word().equals(word)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("its kind '" + word + "' is unknown");
  }

  private static List<ArchivedPositions> positions(JsonNode json) {
    var positions = new ArrayList<ArchivedPositions>();
    for (var it : json) {
      positions.add(
          new ArchivedPositions(
              required(it, "source").asText(),
              required(it, "partition").asInt(),
              required(it, "sequence").asInt(),
              ranges((ArrayNode) it.withArray("ranges"))));
    }
    return positions;
  }

  private static OffsetRanges ranges(ArrayNode json) {
    var bounds = new long[2 * json.size()];
    for (int i = 0; i < json.size(); i++) {
      if (json.get(i).size() != 2) {
        throw new IllegalArgumentException("a range is not a pair");
      }
      bounds[2 * i] = json.get(i).get(0).asLong();
      bounds[2 * i + 1] = json.get(i).get(1).asLong();
    }
    return new OffsetRanges(bounds);
  }

  private static List<String> texts(JsonNode json) {
    var texts = new ArrayList<String>();
    json.forEach(it -> texts.add(it.asText()));
    return texts;
  }

  private static JsonNode required(JsonNode json, String name) {
    var value = json == null ? null : json.get(name);
    if (value == null || value.isNull()) {
      throw new IllegalArgumentException("it has no " + name);
    }
    return value;
  }

  private static @Nullable Instant instant(JsonNode json, String name) {
    var value = json.get(name);
    return value == null || value.isNull() ? null : Instant.parse(value.asText());
  }

  private static void put(ObjectNode json, String name, @Nullable Instant instant) {
    json.put(name, instant == null ? null : instant.toString());
  }
}
