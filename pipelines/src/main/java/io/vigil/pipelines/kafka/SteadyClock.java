package io.vigil.pipelines.kafka;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The time of day, in milliseconds since the epoch, of a machine whose clock may be set. It is
 * followed backwards at once. A jump forward is believed when it has lasted for as long as it is
 * wide: until then the time goes on as the monotonic clock does. For one thread.
 */
final class SteadyClock implements LongSupplier {

  private static final long NEVER = Long.MIN_VALUE;

  private final LongSupplier timeOfDay;
  private final LongSupplier nanos;

  /** What is to be added to the monotonic clock. */
  private long offset;

  private long aheadSince = NEVER;

  /**
   * @param timeOfDay in milliseconds since the epoch
   * @param nanos of the monotonic clock
   */
  SteadyClock(LongSupplier timeOfDay, LongSupplier nanos) {
    this.timeOfDay = timeOfDay;
    this.nanos = nanos;
    this.offset = timeOfDay.getAsLong() - ticks();
  }

  static SteadyClock ofThisMachine() {
    return new SteadyClock(System::currentTimeMillis, System::nanoTime);
  }

  @Override
  public long getAsLong() {
    long now = ticks();
    long shown = timeOfDay.getAsLong() - now;
    if (shown > offset && aheadSince == NEVER) {
      aheadSince = now;
    }
    if (shown <= offset || now - aheadSince >= shown - offset) {
      offset = shown;
      aheadSince = NEVER;
    }
    return now + offset;
  }

  private long ticks() {
    return TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong());
  }
}
