package io.vigil.schemas;

/**
 * A key's flagged count in a bucket that its own baseline makes too improbable to be chance.
 *
 * @param spikeId derived from dimension, key and bucket, so that it is the same on every run
 * @param incidentId shared by neighbouring spikes of a key
 * @param dimension what {@code key} is a key of
 * @param key whose count it is
 * @param bucketStart first millisecond of the bucket, since the epoch
 * @param bucketEnd first millisecond after the bucket
 * @param flagged the count
 * @param expected the count that the baseline expects
 * @param probability of such a count or a higher one, by the baseline
 * @param threshold the smallest count that is a spike in this bucket
 * @param state where the verdict stands
 * @param generation as in {@link Total}
 * @param facts as in {@link Total}
 * @param isFinal as in {@link Total}
 */
public record Spike(
    String spikeId,
    String incidentId,
    Dimension dimension,
    String key,
    long bucketStart,
    long bucketEnd,
    long flagged,
    double expected,
    double probability,
    long threshold,
    State state,
    long generation,
    long facts,
    boolean isFinal) {

  /** Where the verdict on a spike stands. */
  public enum State {
    /** Its bucket is open. */
    PROVISIONAL,
    /** Its bucket has closed, and it is a spike. */
    CONFIRMED,
    /** Its bucket has closed, and it is none. */
    RETRACTED
  }
}
