package io.vigil.pipelines.postgres;

import io.vigil.pipelines.cli.Refusal;
import io.vigil.pipelines.tables.DayRange;
import io.vigil.pipelines.tables.Table;
import io.vigil.pipelines.tables.Tables;
import io.vigil.schemas.VigilVersion;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The registry of recomputations in a schema: which generation comes next, and who is at work.
 *
 * <p>Whoever works holds an advisory lock of the server in a session of its own. When the process
 * dies, however it dies, the server lets go of the lock; so a row that says {@code running} while
 * nobody holds its lock is that of a dead one. Whoever begins next marks it as abandoned and drops
 * its staging schema.
 */
public final class Generations {

  private static final String STAGING = "_backfill_";

  /** Names of schemas are cut off after 63 bytes, silently. */
  private static final int LONGEST_NAME = 63;

  private Generations() {}

  /**
   * What is to be recomputed.
   *
   * @param command who does it, for the registry
   * @param range which days
   * @param publishes whether rows are to be replaced; of those that do, no two may have a day in
   *     common at the same time
   */
  public record Work(String command, DayRange range, boolean publishes) {}

  /**
   * Takes the next generation for the work and makes its staging schema, with all tables. The
   * schema's tables must be there ({@link PostgresTables#prepare}).
   *
   * @return to be closed, which drops the staging schema
   * @throws Refusal if another one that publishes is at work on some of the days, or the server
   *     does not let it
   */
  public static RunningGeneration begin(PostgresConfig config, Work work) {
    var session = LockedSession.open(config);
    try {
      long generation = register(session, config, work);
      var running =
          new RunningGeneration(
              config,
              config.withSchema(stagingOf(config.schema(), generation)),
              generation,
              work,
              session);
      PostgresTables.prepare(running.staging());
      return running;
    } catch (SQLException e) {
      session.close();
      throw refusal("begin a generation", config, e);
    } catch (Refusal e) {
      session.close();
      throw e;
    }
  }

  /**
   * The generation that would come next, for a plan. Nothing is taken.
   *
   * @throws Refusal as {@link #begin} for work that publishes
   */
  public static long next(PostgresConfig config, Work work) {
    try (var connection = config.dataSource().getConnection()) {
      connection.setReadOnly(true);
      if (!isThere(connection, registry(config.schema()))) {
        return isThere(connection, totals(config.schema()))
            ? highestOfRows(connection, config.schema(), work.range()) + 1
            : 1;
      }
      refuseOverlap(connection, config, work);
      return next(connection, config.schema(), work.range());
    } catch (SQLException e) {
      throw refusal("look at the generations", config, e);
    }
  }

  /**
   * The first row of the range, of what is live, whose window or bucket is still open. A row that
   * is not final although the live job has closed everything around it for long is none: it was
   * shown before a crash, and what made it was late after it.
   *
   * @param coolDown how long an incident may go on without a spike
   * @return words for the user
   */
  public static Optional<String> openRow(PostgresConfig config, DayRange range, Duration coolDown) {
    try (var connection = config.dataSource().getConnection()) {
      connection.setReadOnly(true);
      if (!isThere(connection, totals(config.schema()))) {
        return Optional.empty();
      }
      var closed = OpenRows.closedUntil(connection, config.schema(), coolDown);
      for (var table : List.<Table<?>>of(Tables.TOTALS, Tables.SPIKES, Tables.INCIDENTS)) {
        var found = OpenRows.first(connection, config.schema(), table, range, closed);
        if (found.isPresent()) {
          return found;
        }
      }
      return Optional.empty();
    } catch (SQLException e) {
      throw refusal("look for open windows", config, e);
    }
  }

  /** How many rows of the range each of the tables has that a publication replaces, by name. */
  public static Map<String, Long> rowsOf(PostgresConfig config, DayRange range) {
    var rows = new LinkedHashMap<String, Long>();
    try (var connection = config.dataSource().getConnection()) {
      connection.setReadOnly(true);
      boolean isThere = isThere(connection, totals(config.schema()));
      for (var table : RangeSql.REPLACED) {
        var sql =
            "SELECT count(*) FROM %s AS it WHERE %s"
                .formatted(UpsertSql.nameOf(config.schema(), table), RangeSql.inside(table, range));
        var count = isThere ? Sql.value(connection, sql, row -> row.getLong(1)) : null;
        rows.put(table.name(), count == null ? 0 : count.orElse(0L));
      }
      return rows;
    } catch (SQLException e) {
      throw refusal("count the rows of the range", config, e);
    }
  }

  /** When the last incident that overlaps the range ends; empty if there is none. */
  public static Optional<Instant> lastIncidentEnd(PostgresConfig config, DayRange range) {
    try (var connection = config.dataSource().getConnection()) {
      connection.setReadOnly(true);
      if (!isThere(connection, totals(config.schema()))) {
        return Optional.empty();
      }
      var end =
          Sql.value(
              connection,
              "SELECT (extract(epoch FROM max(it.incident_end)) * 1000)::bigint FROM %s AS it WHERE %s"
                  .formatted(
                      UpsertSql.nameOf(config.schema(), Tables.INCIDENTS),
                      RangeSql.overlapping(range)),
              row -> (Long) row.getObject(1));
      return end.map(Instant::ofEpochMilli);
    } catch (SQLException e) {
      throw refusal("look at the incidents", config, e);
    }
  }

  static String stagingOf(String schema, long generation) {
    return schema + STAGING + generation;
  }

  private static void checkName(PostgresConfig config, long generation) {
    if (stagingOf(config.schema(), generation).length() > LONGEST_NAME) {
      throw new Refusal(
          "the name of schema %s is too long: a backfill adds %s to it"
              .formatted(config.schema(), STAGING + generation));
    }
  }

  private static long register(LockedSession session, PostgresConfig config, Work work)
      throws SQLException {
    var connection = session.connection();
    var registry = registry(config.schema());
    connection.setAutoCommit(false);
    // Who begins at the same time waits here.
    Sql.run(connection, "LOCK TABLE " + registry + " IN SHARE ROW EXCLUSIVE MODE");
    buryTheDead(connection, config.schema());
    refuseOverlap(connection, config, work);
    long generation = next(connection, config.schema(), work.range());
    checkName(config, generation);
    session.lock(generation);
    Sql.run(
        connection,
        ("INSERT INTO %s (generation, command, publishes, range_start, range_end, state,"
                + " vigil_version) VALUES (?, ?, ?, %s, %s, 'running', ?)")
            .formatted(
                registry,
                RangeSql.literal(work.range().start()),
                RangeSql.literal(work.range().end())),
        generation,
        work.command(),
        work.publishes(),
        VigilVersion.CURRENT);
    connection.commit();
    connection.setAutoCommit(true);
    return generation;
  }

  /** Those that work hold their lock; of all others nothing may stay behind. */
  private static void buryTheDead(Connection connection, String schema) throws SQLException {
    var suspects =
        Sql.list(
            connection,
            "SELECT generation FROM %s WHERE state = 'running' OR to_regnamespace('%s' || generation) IS NOT NULL"
                .formatted(registry(schema), stagingOf(schema, 0).replaceFirst("0$", "")),
            row -> row.getLong(1));
    for (long generation : suspects) {
      if (LockedSession.tryLock(connection, schema, generation)) {
        Sql.run(
            connection,
            "UPDATE %s SET state = 'abandoned', ended_at = now() WHERE generation = ? AND state = 'running'"
                .formatted(registry(schema)),
            generation);
        Sql.run(
            connection,
            "DROP SCHEMA IF EXISTS %s CASCADE"
                .formatted(Identifier.quoted(stagingOf(schema, generation))));
        LockedSession.unlock(connection, schema, generation);
      }
    }
  }

  static void refuseOverlap(Connection connection, PostgresConfig config, Work work)
      throws SQLException {
    if (!work.publishes()) {
      return;
    }
    var others =
        Sql.list(
            connection,
            ("SELECT generation, command, (range_start AT TIME ZONE 'UTC')::date, ((range_end AT TIME ZONE 'UTC')::date - 1)"
                    + " FROM %s WHERE state = 'running' AND publishes AND range_start < %s AND range_end > %s"
                    + " ORDER BY generation")
                .formatted(
                    registry(config.schema()),
                    RangeSql.literal(work.range().end()),
                    RangeSql.literal(work.range().start())),
            row ->
                new Running(row.getLong(1), row.getString(2), row.getString(3), row.getString(4)));
    for (var other : others) {
      if (LockedSession.isHeld(connection, config.schema(), other.generation)) {
        throw new Refusal(
            "%s of %s to %s (generation %d) is running in schema %s; it overlaps %s"
                .formatted(
                    other.command,
                    other.first,
                    other.last,
                    other.generation,
                    config.schema(),
                    work.range()));
      }
    }
  }

  private record Running(long generation, String command, String first, String last) {}

  /** Higher than all that are registered, and than those of all rows that are to be replaced. */
  private static long next(Connection connection, String schema, DayRange range)
      throws SQLException {
    long registered =
        Sql.value(
                connection,
                "SELECT max(generation) FROM " + registry(schema),
                row -> row.getLong(1))
            .orElse(0L);
    return Math.max(registered, highestOfRows(connection, schema, range)) + 1;
  }

  private static long highestOfRows(Connection connection, String schema, DayRange range)
      throws SQLException {
    long highest = 0;
    for (var rows :
        List.of(
            UpsertSql.nameOf(schema, Tables.SPIKES) + " AS it",
            UpsertSql.nameOf(schema, Tables.INCIDENTS) + " AS it",
            totals(schema) + " AS it WHERE " + RangeSql.inside(Tables.TOTALS, range),
            // The live job has a higher generation than 0 when it was begun anew.
            "(SELECT * FROM %s WHERE grain = 'minute' AND dimension = 'all' ORDER BY window_start DESC LIMIT 1000) AS it"
                .formatted(totals(schema)))) {
      var sql = "SELECT max(it.generation) FROM " + rows;
      highest = Math.max(highest, Sql.value(connection, sql, row -> row.getLong(1)).orElse(0L));
    }
    return highest;
  }

  /** Before the first launch no table is there, and the registry came later than the others. */
  private static boolean isThere(Connection connection, String table) throws SQLException {
    return Sql.value(
            connection,
            "SELECT to_regclass('%s') IS NOT NULL".formatted(table),
            row -> row.getBoolean(1))
        .orElse(false);
  }

  private static String totals(String schema) {
    return UpsertSql.nameOf(schema, Tables.TOTALS);
  }

  static String registry(String schema) {
    return Identifier.quoted(schema) + ".generations";
  }

  static Refusal refusal(String work, PostgresConfig config, SQLException failure) {
    return new Refusal(
        "cannot %s in schema %s, PostgreSQL at %s: %s"
            .formatted(work, config.schema(), config.address(), SqlFailure.inWords(failure)));
  }
}
