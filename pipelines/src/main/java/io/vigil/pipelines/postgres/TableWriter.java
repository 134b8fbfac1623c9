package io.vigil.pipelines.postgres;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.RetryPolicy;
import dev.failsafe.event.ExecutionAttemptedEvent;
import io.vigil.pipelines.cli.Refusal;
import io.vigil.pipelines.tables.Table;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.apache.avro.generic.GenericRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes rows of one table, a batch in one statement and so in one transaction. While the server
 * cannot take them it waits and tries again, with growing pauses.
 */
final class TableWriter implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TableWriter.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final double JITTER = 0.25;

  private final Table<?> table;
  private final PostgresConfig config;
  private final List<SqlColumn> columns;
  private final String sql;
  private final ConnectionPools.Lease pool;
  private final FailsafeExecutor<Object> patience;

  private TableWriter(Table<?> table, PostgresConfig config, ConnectionPools.Lease pool) {
    this.table = table;
    this.config = config;
    this.pool = pool;
    this.columns = SqlColumn.of(table);
    this.sql = UpsertSql.upsert(config.schema(), table);
    this.patience = Failsafe.with(policy());
  }

  /** Does not connect yet. */
  static TableWriter open(Table<?> table, PostgresConfig config) {
    return new TableWriter(table, config, ConnectionPools.lease(config));
  }

  /**
   * Writes the rows: all of them, or none and it throws.
   *
   * @param rows at most one of each key, in the order of their keys
   * @throws Refusal if the server refuses the rows, or cannot take them for too long
   */
  void write(List<GenericRecord> rows) {
    try {
      patience.run(() -> writeOnce(rows));
    } catch (FailsafeException e) {
      if (e.getCause() instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw refusal(e.getCause() == null ? e : e.getCause());
    }
  }

  private void writeOnce(List<GenericRecord> rows) throws SQLException {
    try (var connection = pool.connection();
        var statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < columns.size(); i++) {
        var column = columns.get(i);
        statement.setArray(
            i + 1, connection.createArrayOf(column.type().sqlName(), column.valuesOf(rows)));
      }
      statement.executeUpdate();
    }
  }

  private RetryPolicy<Object> policy() {
    var longest = min(LONGEST_PAUSE, config.retryFor().dividedBy(2));
    return RetryPolicy.builder()
        .handleIf(SqlFailure::isPassing)
        .withBackoff(FIRST_PAUSE, longest)
        .withJitter(JITTER)
        .withMaxRetries(-1)
        .withMaxDuration(config.retryFor())
        .onFailedAttempt(this::say)
        .build();
  }

  private void say(ExecutionAttemptedEvent<Object> attempt) {
    if (attempt.getAttemptCount() == 1 && SqlFailure.isPassing(attempt.getLastException())) {
      LOG.warn(
          "{} at {} cannot be written, trying again for {}: {}",
          table,
          config.address(),
          config.retryFor(),
          SqlFailure.inWords(attempt.getLastException()));
    }
  }

  private Refusal refusal(Throwable failure) {
    var place = "table %s in PostgreSQL at %s".formatted(table, config.address());
    var words = SqlFailure.inWords(failure);
    // The failure itself is left out: what it says of rows may name cards.
    return SqlFailure.isPassing(failure)
        ? new Refusal("gave up writing %s after %s: %s".formatted(place, config.retryFor(), words))
        : new Refusal("cannot write %s: %s".formatted(place, words));
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  @Override
  public void close() {
    pool.close();
  }
}
