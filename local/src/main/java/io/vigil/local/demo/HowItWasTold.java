package io.vigil.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vigil.local.PostgresServer;
import io.vigil.local.StackException;
import io.vigil.local.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;

/** Holds what was told against what was planted, with {@code vigil score}. */
final class HowItWasTold implements Act {

  private static final Duration LIMIT = Duration.ofSeconds(120);
  private static final JsonMapper JSON = new JsonMapper();

  /** Far from what it should be: docs/spikes.md says how many kinds are found so far. */
  private static final int ENOUGH = 1;

  private static final String DECIDED =
      "SELECT NOT EXISTS (SELECT FROM incidents WHERE state = 'PROVISIONAL'"
          + " AND incident_end < now() - interval '2 minutes')";
  private static final Set<String> OUTAGES = Set.of("issuer_outage", "decline_storm");
  private static final List<String> HEADER =
      List.of("planted", "of", "found", "told as", "after", "payments");

  private final Scene scene;

  HowItWasTold(Scene scene) {
    this.scene = scene;
  }

  @Override
  public String title() {
    return "What was planted in that day, and how it was told";
  }

  @Override
  public List<Promise> play() {
    // What is still open then counts as not told.
    Waiting.until(LIMIT, () -> scene.results().isTrue(DECIDED));
    var score = score();
    var keys = keys();
    var frauds = rows(score, "frauds");
    var surges = rows(score, "surges");
    var table = new ArrayList<List<String>>();
    frauds.forEach(it -> table.add(fraud(it, keys)));
    surges.forEach(it -> table.add(surge(it, keys)));
    TextTable.lines(HEADER, table).forEach(scene.commentary()::say);
    scene
        .commentary()
        .say("false alarms of fraud: %d".formatted(score.path("false_alarms").asLong()));
    return List.of(found(frauds), notFraud(surges));
  }

  private static Promise found(List<JsonNode> frauds) {
    var right = frauds.stream().filter(HowItWasTold::isFound).toList();
    long kinds = right.stream().map(it -> it.path("kind").asText()).distinct().count();
    return new Promise(
        "Attacks are told, each under its own key",
        kinds >= ENOUGH,
        "%d of %d, %d with the right kind"
            .formatted(
                right.size(),
                frauds.size(),
                right.stream().filter(it -> it.path("is_kind_right").asBoolean()).count()));
  }

  private static Promise notFraud(List<JsonNode> surges) {
    var outages = surges.stream().filter(it -> OUTAGES.contains(it.path("kind").asText())).toList();
    long told = outages.stream().filter(it -> it.path("is_told").asBoolean()).count();
    long called = outages.stream().filter(it -> it.path("is_called_fraud").asBoolean()).count();
    return new Promise(
        "An outage is told, and not called fraud",
        told > 0 && called == 0,
        "%d of %d told, %d called fraud".formatted(told, outages.size(), called));
  }

  private static boolean isFound(JsonNode fraud) {
    return fraud.path("outcome").asText().equals("RIGHT_KEY");
  }

  private static List<String> fraud(JsonNode fraud, Map<String, String> keys) {
    boolean isTold = fraud.path("told_kind").isTextual();
    return List.of(
        fraud.path("kind").asText(),
        keys.getOrDefault(fraud.path("incident").asText(), ""),
        switch (fraud.path("outcome").asText()) {
          case "RIGHT_KEY" -> "yes";
          case "OTHER_KEY" -> "other key";
          case "TOO_LATE" -> "too late";
          default -> "not found";
        },
        isTold ? fraud.path("told_kind").asText() : "",
        isTold ? "%,d s".formatted(fraud.path("seconds").asLong()) : "",
        isTold ? fraud.path("transactions").asText() : "");
  }

  private static List<String> surge(JsonNode surge, Map<String, String> keys) {
    var told = surge.path("is_told").asBoolean() ? "no fraud" : "";
    return List.of(
        surge.path("kind").asText() + " (no fraud)",
        keys.getOrDefault(surge.path("incident").asText(), ""),
        "",
        surge.path("is_called_fraud").asBoolean() ? "fraud!" : told,
        "",
        "");
  }

  private JsonNode score() {
    var file = scene.folder().file("score.json");
    new VigilProgram(scene.folder())
        .run(
            "score",
            "score",
            List.of(
                "--truth=" + scene.folder().truth(),
                "--jdbcUrl=" + scene.stack().postgres().jdbcUrl(),
                "--jdbcUser=" + PostgresServer.USER,
                scene.folder().databaseMark(),
                "--json=" + file));
    try {
      return JSON.readTree(Files.readString(file));
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** The first key of each incident that was planted, as it may be shown. */
  private Map<String, String> keys() {
    var file = scene.folder().truth().resolve("truth/incidents.jsonl");
    var keys = new HashMap<String, String>();
    try {
      for (var line : Files.readAllLines(file)) {
        var incident = JSON.readTree(line);
        var key = incident.path("keys").path(0).asText();
        keys.put(
            incident.path("incident").asText(),
            Masking.ofKey(incident.path("dimension").asText(), key));
      }
    } catch (IOException e) {
      throw unreadable(file, e);
    }
    return keys;
  }

  private static StackException unreadable(Path file, IOException e) {
    return new StackException("cannot read %s: %s".formatted(file, e.getMessage()));
  }

  private static List<JsonNode> rows(JsonNode score, String name) {
    return StreamSupport.stream(score.path(name).spliterator(), false).toList();
  }
}
