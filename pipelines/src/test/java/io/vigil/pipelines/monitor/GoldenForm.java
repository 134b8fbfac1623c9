package io.vigil.pipelines.monitor;

import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Brings rows that Vigil wrote into the form of the golden tables. */
final class GoldenForm {

  /** Golden probabilities are sums of many terms, made with another library of mathematics. */
  private static final double PRECISION = 1e-9;

  /** Below, doubles have fewer digits. */
  private static final double NEXT_TO_NOTHING = 1e-300;

  private GoldenForm() {}

  /** Golden rows name the file without its folder. */
  static ObjectNode ledger(ObjectNode row) {
    return row.put("source", fileName(row));
  }

  /** The golden tables do not know the hash of a content, nor what a rule says of itself. */
  static ObjectNode flag(ObjectNode row) {
    row.properties().removeIf(it -> it.getValue().isNull());
    row.remove(List.of("evidence", "content"));
    return row;
  }

  /** Which of the contents came last is a matter of their order. */
  static ObjectNode conflict(ObjectNode row) {
    return row.retain("transaction_id", "contents");
  }

  /** Golden dead letters have the bytes by their hash. */
  static ObjectNode deadLetter(ObjectNode row) {
    var bytes =
        row.has("bytes")
            ? row.get("bytes").asText().getBytes(StandardCharsets.UTF_8)
            : Base64.getDecoder().decode(row.get("bytes_base64").asText());
    return JsonNodeFactory.instance
        .objectNode()
        .put("reason", row.get("reason").asText())
        .put("stage", row.get("stage").asText())
        .put("source", fileName(row))
        .put("partition", row.get("partition").asInt())
        .put("offset", row.get("offset").asLong())
        .put("encoding", row.get("encoding").asText())
        .put("bytes_length", bytes.length)
        .put("bytes_sha256", sha256(bytes));
  }

  /** The golden spikes by their ids. */
  record Spikes(Map<String, JsonNode> golden) {

    Spikes(List<JsonNode> golden) {
      this(golden.stream().collect(toMap(it -> it.get("spike_id").asText(), it -> it)));
    }

    /** With the golden numbers where those of the row are the same but for the last digits. */
    ObjectNode inGoldenForm(ObjectNode row) {
      var wanted = golden.get(row.get("spike_id").asText());
      if (wanted != null) {
        for (var number : List.of("expected", "probability")) {
          if (isSame(row.get(number).asDouble(), wanted.get(number).asDouble())) {
            row.set(number, wanted.get(number));
          }
        }
      }
      return row;
    }

    private static boolean isSame(double one, double other) {
      return Math.abs(one - other) <= Math.max(PRECISION * Math.abs(other), NEXT_TO_NOTHING);
    }
  }

  private static String fileName(JsonNode row) {
    return Path.of(row.get("source").asText()).getFileName().toString();
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
