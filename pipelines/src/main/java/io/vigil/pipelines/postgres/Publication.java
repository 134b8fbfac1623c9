package io.vigil.pipelines.postgres;

import static java.util.stream.Collectors.joining;

import io.vigil.pipelines.cli.Refusal;
import io.vigil.pipelines.tables.DayRange;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Replaces the rows of a range by those of a staging schema, in one transaction.
 *
 * <p>All tables are locked against writers first, in a fixed order. A statement of a writer changes
 * one table, so nobody can wait in a circle; and a row that the live job writes comes either before
 * the old rows are removed, or after the new ones are there and then loses against their
 * generation. Readers are not held up.
 */
final class Publication {

  private final PostgresConfig config;
  private final String staging;
  private final long generation;
  private final DayRange range;
  private final LockedSession session;

  Publication(
      PostgresConfig config,
      String staging,
      long generation,
      DayRange range,
      LockedSession session) {
    this.config = config;
    this.staging = staging;
    this.generation = generation;
    this.range = range;
    this.session = session;
  }

  Published run(RecordCounts counts) {
    try {
      session.renew();
      var connection = session.connection();
      connection.setAutoCommit(false);
      try {
        var published = replace(connection, counts);
        connection.commit();
        return published;
      } catch (SQLException | Refusal e) {
        rollBack(connection);
        throw e;
      }
    } catch (SQLException e) {
      if (SqlFailure.isUnreachable(e) && isPublished()) {
        return new Published(Map.of(), Map.of(), true);
      }
      throw Generations.refusal("publish generation " + generation, config, e);
    }
  }

  private Published replace(Connection connection, RecordCounts counts) throws SQLException {
    Sql.run(connection, "SET LOCAL lock_timeout = '%dms'".formatted(config.retryFor().toMillis()));
    checkIsMine(connection);
    lockTables(connection);
    for (var sql : RangeSql.spans(config.schema(), staging, range)) {
      Sql.run(connection, sql);
    }
    boolean changesFacts = changesFacts(connection);
    var removed = new HashMap<String, Long>();
    var written = new HashMap<String, Long>();
    for (var table : RangeSql.REPLACED) {
      var rows = RangeSql.rowsOf(table, range, staging);
      var older = table.version().isEmpty() ? "" : " AND it.generation < " + generation;
      removed.put(
          table.name(),
          Sql.run(
              connection,
              "DELETE FROM %s AS it WHERE %s%s"
                  .formatted(UpsertSql.nameOf(config.schema(), table), rows, older)));
      written.put(
          table.name(), Sql.run(connection, UpsertSql.copy(staging, config.schema(), table, rows)));
    }
    for (var table : RangeSql.ADDED_TO) {
      Sql.run(connection, UpsertSql.copy(staging, config.schema(), table, "true"));
    }
    Sql.run(
        connection,
        "UPDATE %s SET state = 'published', ended_at = now(), read = ?, accepted = ?, duplicates = ?, dead_letters = ? WHERE generation = ?"
            .formatted(Generations.registry(config.schema())),
        counts.read(),
        counts.accepted(),
        counts.duplicates(),
        counts.deadLetters(),
        generation);
    return new Published(removed, written, changesFacts);
  }

  private boolean changesFacts(Connection connection) throws SQLException {
    return Sql.value(
            connection,
            RangeSql.factsDiffer(config.schema(), staging, range),
            row -> row.getBoolean(1))
        .orElseThrow();
  }

  /** Who found the lock free while the session was broken off has taken the generation for dead. */
  private void checkIsMine(Connection connection) throws SQLException {
    var state =
        Sql.value(
            connection,
            "SELECT state FROM %s WHERE generation = %d FOR UPDATE"
                .formatted(Generations.registry(config.schema()), generation),
            row -> row.getString(1));
    if (!state.equals(Optional.of("running"))) {
      throw new Refusal(
          ("generation %d was taken for dead while the server was away, and is %s: nothing is"
                  + " published, start again")
              .formatted(generation, state.orElse("gone")));
    }
  }

  private void lockTables(Connection connection) throws SQLException {
    var tables =
        Stream.concat(RangeSql.REPLACED.stream(), RangeSql.ADDED_TO.stream())
            .map(table -> UpsertSql.nameOf(config.schema(), table))
            .collect(joining(", "));
    Sql.run(connection, "LOCK TABLE " + tables + " IN SHARE ROW EXCLUSIVE MODE");
  }

  private static void rollBack(Connection connection) throws SQLException {
    if (!connection.isClosed()) {
      connection.rollback();
    }
  }

  /** What became of a commit whose answer was lost. */
  private boolean isPublished() {
    try (var connection = config.dataSource().getConnection()) {
      return Sql.value(
              connection,
              "SELECT state = 'published' FROM %s WHERE generation = %d"
                  .formatted(Generations.registry(config.schema()), generation),
              row -> row.getBoolean(1))
          .orElse(false);
    } catch (SQLException e) {
      throw Generations.refusal(
          "find out whether generation " + generation + " is published (see its table generations)",
          config,
          e);
    }
  }
}
