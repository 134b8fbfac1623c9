package io.vigil.transforms.screen;

import java.io.Serializable;
import java.time.Duration;

/**
 * Decides, once and for everything behind it, whether a transaction is late: whether its base
 * bucket had closed when it arrived.
 *
 * @param bucketMillis how long a base bucket is; windows are multiples of it
 * @param allowedLatenessMillis how long a bucket stays open after its end
 */
public record LatenessGate(long bucketMillis, long allowedLatenessMillis) implements Serializable {

  /** The base bucket, unless somebody says otherwise. */
  public static final Duration DEFAULT_BUCKET = Duration.ofSeconds(10);

  /** More than all event times that Vigil knows, and far from the ends of 64 bits. */
  private static final long LONGEST = Duration.ofDays(366 * 200).toMillis();

  public LatenessGate {
    if (bucketMillis <= 0 || bucketMillis > LONGEST) {
      throw new IllegalArgumentException("no length of a bucket: " + bucketMillis + " ms");
    }
    if (allowedLatenessMillis < 0 || allowedLatenessMillis > LONGEST) {
      throw new IllegalArgumentException("no allowed lateness: " + allowedLatenessMillis + " ms");
    }
  }

  /** The gate of the default bucket. */
  public static LatenessGate of(Duration allowedLateness) {
    return new LatenessGate(DEFAULT_BUCKET.toMillis(), allowedLateness.toMillis());
  }

  /** The end of the bucket that the time lies in: the first millisecond after it. */
  public long bucketEnd(long eventTime) {
    return (Math.floorDiv(eventTime, bucketMillis) + 1) * bucketMillis;
  }

  /** When the bucket that starts then closes: the first watermark with which it is not open. */
  public long closeOf(long bucketStart) {
    return bucketStart + bucketMillis + allowedLatenessMillis;
  }

  /** Whether the bucket of that time is closed, with the watermark where it is. */
  public boolean isLate(long eventTime, long watermark) {
    return bucketEnd(eventTime) + allowedLatenessMillis <= watermark;
  }

  /**
   * The first time that is not late: all before it are, and neither it nor any after it is. What a
   * history must keep is counted back from here.
   */
  public long openSince(long watermark) {
    // A watermark that has not begun is the least of all numbers, from which nothing can be taken.
    long closed = Math.max(watermark, Long.MIN_VALUE / 2) - allowedLatenessMillis;
    return Math.floorDiv(closed, bucketMillis) * bucketMillis;
  }
}
