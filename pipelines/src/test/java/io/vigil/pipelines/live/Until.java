package io.vigil.pipelines.live;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what must come about, and says what there was instead if it does not. */
final class Until {

  private static final long PAUSE_NANOS = 200_000_000;

  private Until() {}

  static void isTrue(
      String wanted, Duration limit, BooleanSupplier condition, Supplier<?> whatElse) {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError(
            "not within %d s: %s; instead: %s"
                .formatted(limit.toSeconds(), wanted, whatElse.get()));
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** Waits as long as a fault is to last. */
  static void over(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() - end < 0) {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
