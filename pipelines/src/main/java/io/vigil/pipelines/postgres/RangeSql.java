package io.vigil.pipelines.postgres;

import static java.util.stream.Collectors.joining;

import io.vigil.pipelines.tables.DayRange;
import io.vigil.pipelines.tables.Table;
import io.vigil.pipelines.tables.Tables;
import io.vigil.schemas.Grain;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * Conditions of SQL that say which rows are those of a range of days. They call the table {@code
 * it}.
 *
 * <p>Incidents may cross midnight. One that overlaps the range is recomputed as a whole, so its
 * spikes outside of the range come and go with it, whatever their keys, and so do incidents of its
 * key that it has swallowed or that it was part of: all that lies within an <em>affected span</em>,
 * which is that of an incident of the range, be it an old or a new one. Another key's incident in
 * such a span goes if the recomputation has none of its id: a cause that it was taken for has got
 * another name.
 */
final class RangeSql {

  /** The tables that a recomputation replaces, in the order in which they are locked. */
  static final List<Table<?>> REPLACED =
      List.of(Tables.TOTALS, Tables.SPIKES, Tables.INCIDENTS, Tables.FLAGS);

  /** The tables to which a recomputation adds. */
  static final List<Table<?>> ADDED_TO = List.of(Tables.CONFLICTS, Tables.LEDGER);

  private static final String SPANS = "affected_spans";
  private static final String EVERYTHING = "true";
  private static final String SAME_KEY = "span.dimension = it.dimension AND span.key = it.key";

  private RangeSql() {}

  /**
   * Which rows belong to the range.
   *
   * @param staging the schema with the spans of {@link #spans}
   */
  static String rowsOf(Table<?> table, DayRange range, String staging) {
    if (table.equals(Tables.SPIKES)) {
      return "(%s OR EXISTS (SELECT FROM %s AS span WHERE span.incident_id = it.incident_id OR %s AND it.bucket_start >= span.from_time AND it.bucket_start < span.to_time))"
          .formatted(inside(table, range), spansIn(staging), SAME_KEY);
    }
    if (table.equals(Tables.INCIDENTS)) {
      return "(%s OR EXISTS (SELECT FROM %s AS span WHERE (%s OR %s) AND it.incident_start < span.to_time AND it.incident_end > span.from_time))"
          .formatted(inside(table, range), spansIn(staging), SAME_KEY, isGone(staging));
    }
    return inside(table, range);
  }

  /** Which rows lie in the range, whatever incidents do; all of those tables that have no time. */
  static String inside(Table<?> table, DayRange range) {
    if (table.equals(Tables.TOTALS)) {
      return "it.grain IN (%s) AND %s".formatted(grains(), within("window_start", range));
    }
    if (table.equals(Tables.FLAGS)) {
      return within("event_time", range);
    }
    if (table.equals(Tables.SPIKES)) {
      return within("bucket_start", range);
    }
    return table.equals(Tables.INCIDENTS) ? overlapping(range) : EVERYTHING;
  }

  /** Notes the affected spans in the staging schema. */
  static List<String> spans(String live, String staging, DayRange range) {
    var spans =
        List.of(live, staging).stream()
            .map(
                schema ->
                    "SELECT it.incident_id, it.dimension, it.key, it.incident_start AS from_time, it.incident_end AS to_time FROM %s AS it WHERE %s"
                        .formatted(UpsertSql.nameOf(schema, Tables.INCIDENTS), overlapping(range)))
            .collect(joining(" UNION "));
    return List.of(
        "DROP TABLE IF EXISTS " + spansIn(staging),
        "CREATE TABLE " + spansIn(staging) + " AS " + spans);
  }

  /** The totals, spikes and incidents of the range that are not final. */
  static String notFinal(Table<?> table, DayRange range) {
    return inside(table, range) + " AND NOT it.final";
  }

  /** Whether one of the schemas has a row in the range whose key the other one has not. */
  static String differ(Table<?> table, String live, String staging, DayRange range) {
    var key = table.key().stream().map(Identifier::quoted).collect(joining(", "));
    UnaryOperator<String> keys =
        schema ->
            "SELECT %s FROM %s AS it WHERE %s"
                .formatted(key, UpsertSql.nameOf(schema, table), inside(table, range));
    return "SELECT EXISTS (%1$s EXCEPT %2$s) OR EXISTS (%2$s EXCEPT %1$s)"
        .formatted(keys.apply(live), keys.apply(staging));
  }

  /** Whether the schemas differ in what baselines learn from: flags, and counts of transactions. */
  static String factsDiffer(String live, String staging, DayRange range) {
    UnaryOperator<String> counts =
        schema ->
            "SELECT it.currency, it.window_start, it.count, it.declined, it.sum FROM %s AS it WHERE it.grain = 'minute' AND it.dimension = 'all' AND %s"
                .formatted(UpsertSql.nameOf(schema, Tables.TOTALS), within("window_start", range));
    return "SELECT (%1$s) OR EXISTS (%2$s EXCEPT %3$s) OR EXISTS (%3$s EXCEPT %2$s)"
        .formatted(
            differ(Tables.FLAGS, live, staging, range), counts.apply(live), counts.apply(staging));
  }

  static String within(String column, DayRange range) {
    return "it.%s >= %s AND it.%s < %s"
        .formatted(column, literal(range.start()), column, literal(range.end()));
  }

  static String overlapping(DayRange range) {
    return "it.incident_start < %s AND it.incident_end > %s"
        .formatted(literal(range.end()), literal(range.start()));
  }

  static String literal(Instant time) {
    return "timestamptz '" + time + "'";
  }

  private static String isGone(String staging) {
    return "NOT EXISTS (SELECT FROM %s AS again WHERE again.incident_id = it.incident_id)"
        .formatted(UpsertSql.nameOf(staging, Tables.INCIDENTS));
  }

  private static String spansIn(String staging) {
    return Identifier.quoted(staging) + "." + Identifier.quoted(SPANS);
  }

  /** All there are: the index on windows begins with the grain. */
  private static String grains() {
    return Arrays.stream(Grain.values())
        .map(it -> "'" + it.name().toLowerCase(Locale.ROOT) + "'")
        .collect(joining(", "));
  }
}
