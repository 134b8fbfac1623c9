package io.vigil.pipelines;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for what must come about, and says what there was instead if it does not. */
public final class Until {

  private static final long SHORTEST_PAUSE_NANOS = 1_000_000;
  private static final long LONGEST_PAUSE_NANOS = 200_000_000;

  private Until() {}

  /** What is waited for; servers may have to be asked about it. */
  public interface Condition {
    boolean holds() throws IOException, SQLException;
  }

  /** Looks often at first, and then less so. */
  public static void isTrue(
      String wanted, Duration limit, Condition condition, Supplier<?> whatElse) {
    long end = System.nanoTime() + limit.toNanos();
    long pause = SHORTEST_PAUSE_NANOS;
    while (!holds(condition, wanted)) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError(
            "not within %d s: %s; instead: %s"
                .formatted(limit.toSeconds(), wanted, whatElse.get()));
      }
      LockSupport.parkNanos(pause);
      pause = Math.min(LONGEST_PAUSE_NANOS, 2 * pause);
    }
  }

  private static boolean holds(Condition condition, String wanted) {
    try {
      return condition.holds();
    } catch (IOException | SQLException e) {
      throw new AssertionError("waiting for: " + wanted, e);
    }
  }

  /** Waits as long as a fault is to last. */
  public static void over(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() - end < 0) {
      LockSupport.parkNanos(LONGEST_PAUSE_NANOS);
    }
  }
}
