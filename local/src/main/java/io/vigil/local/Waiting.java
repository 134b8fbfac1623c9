package io.vigil.local;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for something that nobody announces. */
public final class Waiting {

  private static final long PAUSE_MILLIS = 50;

  private Waiting() {}

  /** Returns true as soon as the condition holds, and false if it does not within the limit. */
  public static boolean until(Duration limit, BooleanSupplier condition) {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        return false;
      }
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        throw interrupted();
      }
    }
    return true;
  }

  /** What to throw when the thread was interrupted while it waited; the thread stays so. */
  public static StackException interrupted() {
    Thread.currentThread().interrupt();
    return new StackException("interrupted");
  }
}
