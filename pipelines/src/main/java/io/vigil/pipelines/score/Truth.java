package io.vigil.pipelines.score;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigil.pipelines.cli.FileProblem;
import io.vigil.pipelines.cli.Refusal;
import io.vigil.pipelines.score.Planted.Key;
import io.vigil.pipelines.score.Planted.Payment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * What is true of the traffic, as {@code vigil generate} has written it.
 *
 * @param first the time of the first transaction
 * @param last the time of the last transaction
 * @param keys how many keys were there, over all dimensions but cards
 */
record Truth(long first, long last, long keys, List<Planted> planted) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String INCIDENTS = "incidents.jsonl";
  private static final String SUMMARY = "summary.json";

  /**
   * Reads the truth.
   *
   * @param folder that of the truth, or the one in which it lies as {@code truth}
   * @throws Refusal if there is none, or it cannot be understood, naming file and line
   */
  static Truth read(Path folder) {
    var truth = Files.exists(folder.resolve(INCIDENTS)) ? folder : folder.resolve("truth");
    var incidents = truth.resolve(INCIDENTS);
    if (!Files.exists(incidents)) {
      throw new Refusal(
          "--truth=%s holds no %s: vigil generate --truth=incidents writes it"
              .formatted(folder, INCIDENTS));
    }
    var planted = new ArrayList<Planted>();
    int line = 0;
    for (var text : lines(incidents)) {
      line++;
      planted.add(planted(parsed(text, incidents + ":" + line), incidents + ":" + line));
    }
    var file = truth.resolve(SUMMARY);
    var summary = parsed(String.join("\n", lines(file)), file.toString());
    long keys = 0;
    for (var count : required(summary, "keys", file.toString())) {
      keys += count.asLong();
    }
    return new Truth(
        time(summary, "first", file.toString()),
        time(summary, "last", file.toString()),
        keys,
        List.copyOf(planted));
  }

  private static Planted planted(JsonNode row, String where) {
    var keys = new HashSet<Key>();
    var dimension = required(row, "dimension", where).asText();
    required(row, "keys", where).forEach(key -> keys.add(new Key(dimension, key.asText())));
    for (var other : required(row, "other_keys", where)) {
      keys.add(
          new Key(
              required(other, "dimension", where).asText(),
              required(other, "key", where).asText()));
    }
    var subtlety = required(row, "subtlety", where);
    return Planted.of(
        required(row, "incident", where).asText(),
        required(row, "kind", where).asText(),
        required(row, "fraud", where).asBoolean(),
        subtlety.isNull() ? null : subtlety.asText(),
        keys,
        time(row, "start", where),
        time(row, "end", where),
        payments(row, where));
  }

  private static List<Payment> payments(JsonNode row, String where) {
    var ids = required(row, "transaction_ids", where);
    var times = required(row, "transaction_times", where);
    var dollars = required(row, "dollars", where);
    var declined = required(row, "declined", where);
    if (times.size() != ids.size()
        || dollars.size() != ids.size()
        || declined.size() != ids.size()) {
      throw new Refusal(where + ": not every transaction has a time, an amount and an outcome");
    }
    var payments = new ArrayList<Payment>();
    for (int i = 0; i < ids.size(); i++) {
      payments.add(
          new Payment(
              ids.get(i).asText(),
              instant(times.get(i), "transaction_times", where),
              Math.abs(dollars.get(i).asDouble()),
              declined.get(i).asBoolean()));
    }
    return payments;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new Refusal("cannot read " + file + ": " + FileProblem.inWords(e), e);
    }
  }

  private static JsonNode parsed(String text, String where) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new Refusal(where + ": is not JSON", e);
    }
  }

  private static JsonNode required(JsonNode row, String field, String where) {
    var value = row.get(field);
    if (value == null) {
      throw new Refusal(
          where + ": has no '" + field + "'; this version of vigil generate writes it");
    }
    return value;
  }

  private static long time(JsonNode row, String field, String where) {
    return instant(required(row, field, where), field, where);
  }

  private static long instant(JsonNode value, String field, String where) {
    try {
      return Instant.parse(value.asText()).toEpochMilli();
    } catch (DateTimeException e) {
      throw new Refusal(where + ": '" + field + "' is no time", e);
    }
  }
}
