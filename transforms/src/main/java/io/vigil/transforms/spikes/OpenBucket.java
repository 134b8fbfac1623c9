package io.vigil.transforms.spikes;

/**
 * A bucket of a key that may still grow.
 *
 * @param count flagged transactions so far
 * @param announced the count with which it was last given out as a spike; 0 if it was not, or if
 *     that was taken back
 */
public record OpenBucket(long count, long announced) {

  static final OpenBucket EMPTY = new OpenBucket(0, 0);

  /** With so many more flagged transactions. */
  public OpenBucket plus(long flagged) {
    return new OpenBucket(Math.addExact(count, flagged), announced);
  }

  OpenBucket announcedAs(long spike) {
    return new OpenBucket(count, spike);
  }
}
