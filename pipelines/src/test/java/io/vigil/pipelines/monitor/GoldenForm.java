package io.vigil.pipelines.monitor;

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

/** Brings rows that Vigil wrote into the form of the golden tables. */
final class GoldenForm {

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
