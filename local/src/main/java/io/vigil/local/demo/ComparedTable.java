package io.vigil.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vigil.local.StackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * A table as both runs have it, its values as texts that are equal if and only if the values are.
 *
 * @param columns the columns that must agree
 * @param where which live rows count
 */
record ComparedTable(String name, List<String> columns, String where) {

  private static final JsonMapper JSON = new JsonMapper();
  private static final List<String> TIMES = List.of("_start", "_end", "_time", "_at", "_seen");

  /**
   * Hours and days that are not over are final in the bounded run alone: there nothing can come.
   */
  static final ComparedTable TOTALS =
      new ComparedTable(
          "totals",
          List.of(
              "grain",
              "dimension",
              "key",
              "currency",
              "window_start",
              "window_end",
              "count",
              "declined",
              "flagged",
              "sum",
              "sum_capped",
              "largest",
              "cards",
              "facts"),
          "true");

  static final ComparedTable SPIKES =
      new ComparedTable(
          "spikes",
          List.of(
              "spike_id",
              "incident_id",
              "dimension",
              "key",
              "bucket_start",
              "bucket_end",
              "flagged",
              "expected",
              "probability",
              "threshold",
              "signal",
              "span_seconds",
              "state",
              "facts",
              "final"),
          "state <> 'RETRACTED'");

  /** Whether more will join it is open for half an hour. */
  static final ComparedTable INCIDENTS =
      new ComparedTable(
          "incidents",
          List.of(
              "incident_id",
              "dimension",
              "key",
              "incident_start",
              "incident_end",
              "spikes",
              "flagged",
              "peak",
              "peak_start",
              "kind",
              "fraud",
              "alarmed_at",
              "last_seen",
              "signal",
              "span_seconds",
              "observed",
              "expected",
              "probability",
              "cards",
              "attempts",
              "approved",
              "approved_money",
              "declined",
              "declined_money",
              "transaction_ids",
              "rules",
              "evidence",
              "detection",
              "state"),
          "state <> 'RETRACTED'");

  static final ComparedTable FLAGS =
      new ComparedTable(
          "flags",
          List.of("rule", "transaction_id", "content", "evidence", "event_time", "merchant_id"),
          "true");

  RowComparison compare(Results results, Path boundedRun) {
    var live =
        results.rows(
            "SELECT %s FROM %s WHERE %s".formatted(String.join(", ", columns), name, where),
            this::texts);
    return RowComparison.of(live, read(boundedRun.resolve(name)));
  }

  private List<String> texts(ResultSet row) throws SQLException {
    var texts = new ArrayList<String>();
    for (var column : columns) {
      var value =
          isTime(column) ? row.getObject(column, OffsetDateTime.class) : row.getObject(column);
      texts.add(
          value instanceof OffsetDateTime time
              ? time.toInstant().toString()
              : String.valueOf(value));
    }
    return texts;
  }

  private static boolean isTime(String column) {
    return TIMES.stream().anyMatch(column::endsWith);
  }

  private List<List<String>> read(Path folder) {
    try (var files = Files.list(folder)) {
      var rows = new ArrayList<List<String>>();
      for (var file : files.sorted().toList()) {
        for (var line : Files.readAllLines(file)) {
          rows.add(texts(JSON.readTree(line)));
        }
      }
      return rows;
    } catch (IOException e) {
      throw new StackException("cannot read %s: %s".formatted(folder, e.getMessage()));
    }
  }

  private List<String> texts(JsonNode row) {
    return columns.stream().map(column -> row.path(column).asText()).toList();
  }
}
