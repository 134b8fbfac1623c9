package io.vigil.benchmarks.live;

import io.vigil.local.LocalStack;
import java.sql.SQLException;
import java.time.Duration;

/** Watches in the ledger of PostgreSQL how many records have ended. */
final class LedgerProgress {

  private static final Duration LIMIT = Duration.ofMinutes(20);
  private static final int MILLIS_BETWEEN_LOOKS = 100;

  private final LocalStack stack;
  private final String schema;

  LedgerProgress(LocalStack stack, String schema) {
    this.stack = stack;
    this.schema = schema;
  }

  /** Records a second between the first and the last fifth of them, when all is warm. */
  double untilDone(long records) throws InterruptedException {
    long begin = 0;
    long beginRecords = 0;
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (System.nanoTime() < deadline) {
      long ended = ended();
      if (begin == 0 && ended > records / 5) {
        begin = System.nanoTime();
        beginRecords = ended;
      } else if (begin != 0 && ended > records / 5 * 4) {
        return (ended - beginRecords) / ((System.nanoTime() - begin) / 1e9);
      }
      Thread.sleep(MILLIS_BETWEEN_LOOKS);
    }
    throw new IllegalStateException("not done in " + LIMIT);
  }

  private long ended() {
    try (var connection = stack.postgres().connect();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT coalesce(sum(accepted + duplicates + dead_letters + late), 0) FROM "
                    + schema
                    + ".ledger")) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
