package io.vigil.pipelines.postgres;

import static java.util.stream.Collectors.joining;

import io.vigil.pipelines.postgres.Generations.Work;
import io.vigil.pipelines.tables.DayRange;
import io.vigil.pipelines.tables.Table;
import io.vigil.pipelines.tables.Tables;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Removes rows from the tables that are older than a day: those that speak of single transactions,
 * and if wanted what was added up of them, too. The ledger stays; how many of its records have lost
 * their rows is noted beside it.
 *
 * <p>All goes in one transaction. Its tables are locked as a writer locks them, so that jobs go on
 * writing, and in the order in which a backfill locks them, so that nobody waits in a circle.
 *
 * @param day the first day (UTC) that stays
 * @param withTotals whether totals, spikes and incidents go, too
 */
public record TablePurge(PostgresConfig config, LocalDate day, boolean withTotals) {

  private static final LocalDate FIRST_DAY = LocalDate.EPOCH;

  /** In the order in which a {@link Publication} locks those that it locks. */
  private static final List<Table<?>> OF_TOTALS =
      List.of(Tables.TOTALS, Tables.SPIKES, Tables.INCIDENTS);

  private static final List<Table<?>> OF_RECORDS =
      List.of(Tables.FLAGS, Tables.CONFLICTS, Tables.DEAD_LETTERS, Tables.LATE);

  /**
   * Removes them.
   *
   * @return how many rows each table has lost
   * @throws io.vigil.pipelines.cli.Refusal if a backfill of such days is running, or the server
   *     does not do it
   */
  public Map<String, Long> run() {
    try (var connection = config.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      Sql.run(
          connection, "SET LOCAL lock_timeout = '%dms'".formatted(config.retryFor().toMillis()));
      Sql.run(
          connection,
          "LOCK TABLE %s IN ROW EXCLUSIVE MODE"
              .formatted(tables().stream().map(this::nameOf).collect(joining(", "))));
      // Behind the tables: a publication holds them before it touches the registry.
      Sql.run(
          connection,
          "LOCK TABLE %s IN SHARE ROW EXCLUSIVE MODE"
              .formatted(Generations.registry(config.schema())));
      Generations.refuseOverlap(
          connection, config, new Work("purge", new DayRange(FIRST_DAY, day.minusDays(1)), true));
      var removed = new LinkedHashMap<String, Long>();
      for (var table : tables()) {
        removed.put(table.name(), remove(connection, table));
      }
      connection.commit();
      return removed;
    } catch (SQLException e) {
      throw Generations.refusal("purge the tables", config, e);
    }
  }

  /** How many rows would be removed now. */
  public Map<String, Long> dryRun() {
    try (var connection = config.dataSource().getConnection()) {
      connection.setReadOnly(true);
      var rows = new LinkedHashMap<String, Long>();
      for (var table : tables()) {
        var sql = "SELECT count(*) FROM %s AS it WHERE %s".formatted(nameOf(table), isOld(table));
        rows.put(table.name(), Sql.value(connection, sql, row -> row.getLong(1)).orElse(0L));
      }
      return rows;
    } catch (SQLException e) {
      throw Generations.refusal("count old rows", config, e);
    }
  }

  private List<Table<?>> tables() {
    var tables = new ArrayList<Table<?>>(withTotals ? OF_TOTALS : List.of());
    tables.addAll(OF_RECORDS);
    return tables;
  }

  private long remove(Connection connection, Table<?> table) throws SQLException {
    var delete = "DELETE FROM %s AS it WHERE %s".formatted(nameOf(table), isOld(table));
    if (!table.equals(Tables.DEAD_LETTERS) && !table.equals(Tables.LATE)) {
      return Sql.run(connection, delete);
    }
    // A record that failed again has a row for each attempt, and is one record.
    var first = table.equals(Tables.DEAD_LETTERS) ? "it.attempt = 1" : "true";
    return Sql.value(
            connection,
            """
            WITH gone AS (%1$s RETURNING it.source, it.partition, %2$s AS is_first),
            noted AS (
              INSERT INTO %3$s.purged AS known
              SELECT '%4$s', source, partition, count(*) FROM gone WHERE is_first
              GROUP BY source, partition
              ON CONFLICT (table_name, source, partition) DO UPDATE
              SET rows = known.rows + excluded.rows)
            SELECT count(*) FROM gone
            """
                .formatted(delete, first, Identifier.quoted(config.schema()), table.name()),
            row -> row.getLong(1))
        .orElse(0L);
  }

  /**
   * Which rows are old. What a window spans must have ended; what has no time, or one that cannot
   * be, is as old as its row.
   */
  private String isOld(Table<?> table) {
    var time = RangeSql.literal(day.atStartOfDay(ZoneOffset.UTC).toInstant());
    return switch (table.name()) {
      case "totals" -> "it.window_end <= " + time;
      case "spikes" -> "it.bucket_end <= " + time;
      case "incidents" -> "it.incident_end <= " + time;
      case "conflicts" -> "it.written_at < " + time;
      default -> "(it.event_time < %1$s OR it.written_at < %1$s)".formatted(time);
    };
  }

  private String nameOf(Table<?> table) {
    return UpsertSql.nameOf(config.schema(), table);
  }
}
