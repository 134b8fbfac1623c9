package io.vigil.pipelines.postgres;

import io.vigil.pipelines.cli.Refusal;
import io.vigil.pipelines.postgres.Generations.Work;
import io.vigil.pipelines.tables.DayRange;
import io.vigil.pipelines.tables.Table;
import io.vigil.pipelines.tables.Tables;
import java.sql.SQLException;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A recomputation that is at work: its generation, and the staging schema that takes its rows.
 * Closing it drops the staging schema; what was not published by then never was.
 */
public final class RunningGeneration implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RunningGeneration.class);

  private final PostgresConfig config;
  private final PostgresConfig staging;
  private final Work work;
  private final LockedSession session;
  private final long generation;
  private boolean isCompared;

  RunningGeneration(
      PostgresConfig config,
      PostgresConfig staging,
      long generation,
      Work work,
      LockedSession session) {
    this.config = config;
    this.staging = staging;
    this.generation = generation;
    this.work = work;
    this.session = session;
  }

  /** What its rows are to be marked with. */
  public long generation() {
    return generation;
  }

  /** Where its rows go: a schema with all tables. */
  public PostgresConfig staging() {
    return staging;
  }

  public DayRange range() {
    return work.range();
  }

  /**
   * The rows that are live and that a publication would replace, in the order of their keys. To be
   * called when all rows are in the staging schema. To be closed.
   */
  public <T> Stream<T> liveRows(Table<T> table) {
    return rows(table, config);
  }

  /** The rows that would stand there instead, likewise. */
  public <T> Stream<T> stagedRows(Table<T> table) {
    return rows(table, staging);
  }

  private <T> Stream<T> rows(Table<T> table, PostgresConfig where) {
    if (!isCompared) {
      noteSpans();
      isCompared = true;
    }
    return PostgresRows.stream(
        table, where, RangeSql.rowsOf(table, work.range(), staging.schema()));
  }

  private void noteSpans() {
    try {
      session.renew();
      for (var sql : RangeSql.spans(config.schema(), staging.schema(), work.range())) {
        Sql.run(session.connection(), sql);
      }
    } catch (SQLException e) {
      throw Generations.refusal("compare rows", config, e);
    }
  }

  /**
   * The first day of which fewer transactions would be counted than are live, in words: what is
   * read lacks some, or is behind the live job.
   */
  public Optional<String> dayWithFewer() {
    try {
      session.renew();
      return Sql.value(
          session.connection(),
          fewer(),
          row -> words(row.getString(1), row.getLong(2), row.getLong(3)));
    } catch (SQLException e) {
      throw Generations.refusal("compare days", config, e);
    }
  }

  private static String words(String day, long live, long staged) {
    return "of %s %d transactions are live, and %d would be counted".formatted(day, live, staged);
  }

  private String fewer() {
    var days =
        "SELECT it.window_start, %s AS live, %s AS staged FROM %s AS it WHERE it.grain = 'day' AND it.dimension = 'all' AND "
            + RangeSql.within("window_start", work.range());
    return "SELECT (window_start AT TIME ZONE 'UTC')::date, sum(live)::bigint, sum(staged)::bigint FROM (%s UNION ALL %s) AS days GROUP BY window_start HAVING sum(live) > sum(staged) ORDER BY window_start LIMIT 1"
        .formatted(
            days.formatted("it.count", "0", UpsertSql.nameOf(config.schema(), Tables.TOTALS)),
            days.formatted("0", "it.count", UpsertSql.nameOf(staging.schema(), Tables.TOTALS)));
  }

  /**
   * Replaces the rows of the range by those in the staging schema, in one transaction: readers see
   * all of the old rows or all of the new ones. Writers to these tables wait meanwhile.
   *
   * @param counts what became of the records, for the registry
   * @return what was replaced
   * @throws Refusal if it was not done; then nothing has changed
   */
  public Published publish(RecordCounts counts) {
    if (!work.publishes()) {
      throw new IllegalStateException("generation " + generation + " is not to be published");
    }
    return new Publication(config, staging.schema(), generation, work.range(), session).run(counts);
  }

  @Override
  public void close() {
    try {
      session.renew();
      var connection = session.connection();
      connection.setAutoCommit(true);
      Sql.run(
          connection, "DROP SCHEMA IF EXISTS " + Identifier.quoted(staging.schema()) + " CASCADE");
      Sql.run(
          connection,
          "UPDATE %s SET state = 'discarded', ended_at = now() WHERE generation = ? AND state = 'running'"
              .formatted(Generations.registry(config.schema())),
          generation);
    } catch (SQLException | Refusal e) {
      LOG.warn(
          "schema {} is left behind, until the next backfill: {}",
          staging.schema(),
          SqlFailure.inWords(e));
    } finally {
      session.close();
    }
  }

  /** Ends as a process does that is killed: nothing is tidied up. */
  void die() {
    session.close();
  }
}
