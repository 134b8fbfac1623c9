package io.vigil.transforms;

import java.io.Serializable;
import java.util.function.Supplier;
import org.joda.time.Duration;

/**
 * How long to collect before a look at what is open: short beside the second within which an alarm
 * is to be told, and so long that looks take at most a fifth of the time, so that a backlog is read
 * rather than looked at. Nothing final depends on it.
 */
final class Pause implements Serializable {

  private static final long serialVersionUID = 1;
  private static final long SHORTEST_MILLIS = 100;
  private static final long LONGEST_MILLIS = 5_000;
  private static final long NANOS = 1_000_000;

  /** So many times as long as a look took. */
  private static final int TIMES = 4;

  private long millis = SHORTEST_MILLIS;

  Duration length() {
    return Duration.millis(millis);
  }

  /** Looks, and learns how long that takes. */
  <T> T during(Supplier<T> look) {
    long start = System.nanoTime();
    var seen = look.get();
    long next = TIMES * (System.nanoTime() - start) / NANOS;
    millis = Math.max(SHORTEST_MILLIS, Math.min(LONGEST_MILLIS, next));
    return seen;
  }
}
