package io.vigil.pipelines.generate;

/**
 * The rule by which a stream finds a record late, in milliseconds.
 *
 * <p>The watermark after a record is the latest event time of all good records so far, less the
 * greatest out-of-orderness. A record is late if its base bucket had closed before it came: if the
 * bucket's end plus the allowed lateness is not after the watermark.
 *
 * @param maxOutOfOrderness so much later than it happened a record may arrive and be in time
 * @param allowed so long after its end a bucket is still open
 */
record Lateness(long maxOutOfOrderness, long allowed) {

  /** The base bucket of Vigil's default. */
  static final long BUCKET = 10_000;

  /**
   * Whether a record of that time is late.
   *
   * @param latest the latest event time of the good records before it
   */
  boolean isLate(long eventTime, long latest) {
    return bucketEnd(eventTime) + allowed <= latest - maxOutOfOrderness;
  }

  /** A record that is delayed by so much is late, wherever in its bucket it lies. */
  long beyondDoubt() {
    return maxOutOfOrderness + allowed + BUCKET;
  }

  private static long bucketEnd(long eventTime) {
    return Math.floorDiv(eventTime, BUCKET) * BUCKET + BUCKET;
  }
}
