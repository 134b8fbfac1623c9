package io.vigil.pipelines.live;

import static io.vigil.pipelines.tables.Tables.CONFLICTS;
import static io.vigil.pipelines.tables.Tables.DEAD_LETTERS;
import static io.vigil.pipelines.tables.Tables.FLAGS;
import static io.vigil.pipelines.tables.Tables.INCIDENTS;
import static io.vigil.pipelines.tables.Tables.LATE;
import static io.vigil.pipelines.tables.Tables.LEDGER;
import static io.vigil.pipelines.tables.Tables.SPIKES;
import static io.vigil.pipelines.tables.Tables.TOTALS;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigil.pipelines.tables.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What Vigil has found out about a set of records, in a form that does not say where they lay and
 * in which order they came. Two runs over the same records have equal ones.
 *
 * @param rows of each table, by a key that names the table
 */
record FinalTables(SortedMap<String, String> rows) {

  private static final int MOST_DIFFERENCES = 12;

  static FinalTables of(Rows source) {
    var tables = new FinalTables(new TreeMap<>());
    List.of(TOTALS, FLAGS).forEach(table -> tables.addAll(source, table));
    for (var table : List.of(SPIKES, INCIDENTS)) {
      source.of(table).stream()
          // A spike that was retracted is as if it had never been said, and so is one that was only
          // announced: a run that dies forgets what it said since its last checkpoint.
          .filter(row -> row.get("final").asBoolean())
          .filter(row -> !row.get("state").asText().equals("RETRACTED"))
          .forEach(row -> tables.put(table, row));
    }
    for (var row : source.of(CONFLICTS)) {
      // Which of the contents came last is a matter of their order.
      tables.put(CONFLICTS, row.retain("transaction_id", "contents"));
    }
    source.of(DEAD_LETTERS).forEach(tables::count);
    tables.rows.put("ledger", sums(source).toString());
    return tables;
  }

  /** How many rows of the table there are. */
  long count(Table<?> table) {
    return rows.keySet().stream().filter(it -> it.startsWith(table.name() + " ")).count();
  }

  /** The first differences, a line each; none if both are equal. */
  List<String> differencesTo(FinalTables expected) {
    var differences = new ArrayList<String>();
    Consumer<String> say =
        line -> {
          if (differences.size() < MOST_DIFFERENCES) {
            differences.add(line);
          }
        };
    expected.rows.forEach(
        (key, row) -> {
          var mine = rows.get(key);
          if (mine == null) {
            say.accept("missing: " + key + " " + row);
          } else if (!mine.equals(row)) {
            say.accept("differs: " + key + "\n      is " + mine + "\n  wanted " + row);
          }
        });
    rows.forEach(
        (key, row) -> {
          if (!expected.rows.containsKey(key)) {
            say.accept("surplus: " + key + " " + row);
          }
        });
    return differences;
  }

  private void addAll(Rows source, Table<?> table) {
    source.of(table).forEach(row -> put(table, row));
  }

  private void put(Table<?> table, ObjectNode row) {
    var key = new StringBuilder(table.name());
    table.key().forEach(column -> key.append(' ').append(row.get(column).asText()));
    var before = rows.put(key.toString(), row.toString());
    if (before != null) {
      throw new AssertionError("twice: " + key);
    }
  }

  /** Dead letters are equal if they are the same bytes for the same reason. */
  private void count(ObjectNode deadLetter) {
    var form =
        deadLetter.retain(
            "stage", "reason", "message", "encoding", "bytes", "bytes_base64", "event_time");
    rows.merge(
        DEAD_LETTERS.name() + " " + form,
        "1",
        (one, other) -> String.valueOf(Long.parseLong(one) + Long.parseLong(other)));
  }

  private static ObjectNode sums(Rows source) {
    long late = source.of(LATE).size();
    var sums = JsonNodeFactory.instance.objectNode().put("read", -late);
    for (var row : source.of(LEDGER)) {
      for (var count : List.of("read", "accepted", "duplicates", "dead_letters")) {
        sums.put(count, sums.path(count).asLong() + row.get(count).asLong());
      }
    }
    return sums;
  }
}
