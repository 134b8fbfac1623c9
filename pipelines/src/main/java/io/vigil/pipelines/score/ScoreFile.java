package io.vigil.pipelines.score;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigil.pipelines.cli.FileProblem;
import io.vigil.pipelines.cli.Refusal;
import io.vigil.pipelines.score.Finding.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A score as a JSON file: for programs, and for a table over many of them. No key stands in it. */
final class ScoreFile {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private ScoreFile() {}

  /** The score, with what follows from it. */
  static String text(Score score) {
    ObjectNode json = JSON.valueToTree(score);
    json.put("false_a_day", score.falseADay());
    json.put("false_a_day_later", score.falseADayLater());
    json.put("false_a_day_for_thousand_keys", score.falseADayForThousandKeys());
    var kinds = json.putArray("kinds");
    for (var row : KindRow.of(score.frauds())) {
      kinds
          .addObject()
          .put("kind", row.kind())
          .put("subtle", row.isSubtle())
          .put("planted", row.planted())
          .put("right_key", row.count(Outcome.RIGHT_KEY))
          .put("other_key", row.count(Outcome.OTHER_KEY))
          .put("too_late", row.count(Outcome.TOO_LATE))
          .put("missed", row.count(Outcome.MISSED))
          .put("recall", row.recall())
          .put("seconds_median", row.median(Finding::seconds))
          .put("seconds_worst", row.worst(Finding::seconds))
          .put("transactions_median", row.median(Finding::transactions))
          .put("dollars_median", row.median(Finding::dollars))
          .put("incidents_for_each", row.incidentsForEach())
          .put("right_kind", row.rightKind());
    }
    try {
      return JSON.writeValueAsString(json) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Reads a score.
   *
   * @throws Refusal if the file cannot be read, or holds none
   */
  static Score read(Path file) {
    try {
      return JSON.readValue(Files.readString(file), Score.class);
    } catch (JsonProcessingException e) {
      throw new Refusal(file + ": is no score that vigil score --json has written", e);
    } catch (IOException e) {
      throw new Refusal("cannot read " + file + ": " + FileProblem.inWords(e), e);
    }
  }
}
