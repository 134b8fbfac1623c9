package io.vigil.pipelines.postgres;

import io.vigil.pipelines.tables.DayRange;
import io.vigil.pipelines.tables.Table;
import io.vigil.pipelines.tables.Tables;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Finds windows, buckets and incidents that the live job has not closed. */
final class OpenRows {

  /** Final rows wait for a checkpoint, and not all tasks write at once. */
  private static final Duration SLACK = Duration.ofHours(1);

  private OpenRows() {}

  /**
   * Until when the live job has closed its windows, with some slack; the epoch if it has none. What
   * a backfill has published was closed before.
   */
  static Instant closedUntil(Connection connection, String schema, Duration coolDown)
      throws SQLException {
    return Sql.value(
            connection,
            ("SELECT (extract(epoch FROM window_end) * 1000)::bigint FROM %s WHERE grain = 'minute'"
                    + " AND dimension = 'all' AND final ORDER BY window_start DESC LIMIT 1")
                .formatted(UpsertSql.nameOf(schema, Tables.TOTALS)),
            row -> row.getLong(1))
        .map(Instant::ofEpochMilli)
        .map(it -> it.minus(SLACK).minus(coolDown))
        .orElse(Instant.EPOCH);
  }

  /** The first row of the range that is not final, and whose end the live job has not passed. */
  static Optional<String> first(
      Connection connection, String schema, Table<?> table, DayRange range, Instant closedUntil)
      throws SQLException {
    var end =
        table.equals(Tables.TOTALS)
            ? "window_end"
            : table.equals(Tables.SPIKES) ? "bucket_end" : "incident_end";
    var start = end.replace("_end", "_start");
    var what = table.equals(Tables.TOTALS) ? "it.grain || ' '" : "''";
    return Sql.value(
        connection,
        ("SELECT %s || it.dimension || ' ' || it.key, (extract(epoch FROM it.%s) * 1000)::bigint FROM %s AS it"
                + " WHERE %s AND it.%s > %s ORDER BY it.%s LIMIT 1")
            .formatted(
                what,
                start,
                UpsertSql.nameOf(schema, table),
                RangeSql.notFinal(table, range),
                end,
                RangeSql.literal(closedUntil),
                start),
        row ->
            "%s from %s of %s"
                .formatted(nameOf(table), Instant.ofEpochMilli(row.getLong(2)), row.getString(1)));
  }

  private static String nameOf(Table<?> table) {
    return table.equals(Tables.TOTALS)
        ? "the window"
        : table.equals(Tables.SPIKES) ? "the spike's bucket" : "the incident";
  }
}
