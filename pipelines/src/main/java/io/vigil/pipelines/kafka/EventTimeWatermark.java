package io.vigil.pipelines.kafka;

import org.jspecify.annotations.Nullable;

/**
 * The watermark of one partition: before which time nothing is expected any more. All times are
 * milliseconds since the epoch. It never moves backwards.
 *
 * <ul>
 *   <li>It follows the partition's own events, {@code maxOutOfOrderness} behind the latest. A clock
 *       that is ahead, but within the tolerance, does not push it beyond the time of arrival.
 *   <li>While there is a backlog nothing else moves it, however long ago the events happened.
 *   <li>A partition that has been read to its end, and has been silent for {@code idleAfter}, goes
 *       on with the clock, {@code idleAfter + maxOutOfOrderness} behind it. So it goes on smoothly
 *       from where the last event had left it, and what comes next is not late as long as it took
 *       less than that from its event to the topic.
 * </ul>
 *
 * <p>The clock is the time at which the end of the partition was asked for, not the present: what
 * came after the question is not known to be none. It must be one that does not jump forward, such
 * as {@link SteadyClock}: a watermark that has gone too far makes everything late.
 */
final class EventTimeWatermark {

  private static final long NEVER = Long.MIN_VALUE;

  private final long maxOutOfOrderness;
  private final long idleAfter;
  private long watermark;
  private long silentSince = NEVER;

  /**
   * @param start where it begins: the lowest time that there is, or where a restored job stood
   */
  EventTimeWatermark(WatermarkRules rules, long start) {
    this.maxOutOfOrderness = rules.maxOutOfOrderness().toMillis();
    this.idleAfter = rules.idleAfter().toMillis();
    this.watermark = start;
  }

  /** A good record has been read. */
  void event(long eventTime, long arrivedAt) {
    advance(Math.min(eventTime, arrivedAt) - maxOutOfOrderness);
    silentSince = NEVER;
  }

  /** A record has been read whose time is not known or not to be trusted. */
  void recordWithoutTime() {
    silentSince = NEVER;
  }

  /**
   * Moves on if the partition is idle. It is silent from the first look on that finds no backlog.
   *
   * @param backlog how many records are known to wait; null if nobody has counted
   * @param counted when they were counted
   */
  long at(long now, @Nullable Long backlog, long counted) {
    if (backlog == null || backlog > 0) {
      silentSince = NEVER;
    } else if (silentSince == NEVER || now < silentSince) {
      silentSince = now;
    } else if (counted - silentSince >= idleAfter) {
      advance(counted - idleAfter - maxOutOfOrderness);
    }
    return watermark;
  }

  long current() {
    return watermark;
  }

  private void advance(long to) {
    watermark = Math.max(watermark, to);
  }
}
