package io.vigil.schemas;

/**
 * A signal of a key, counted in a span of time, that what is known of the key and of its peers
 * makes too improbable to be chance.
 *
 * @param spikeId derived from dimension, key and bucket, so that it is the same on every run
 * @param incidentId the incident that it belongs to
 * @param dimension what {@code key} is a key of
 * @param key whose count it is
 * @param bucketStart first millisecond of the bucket with which the span ends, since the epoch
 * @param bucketEnd first millisecond after the bucket, and after the span
 * @param flagged the count in the span
 * @param expected the count that was to be expected
 * @param probability of such a count or a higher one, if it were chance
 * @param threshold the smallest count that is a spike in such a span
 * @param signal what was counted: the signal that was most improbable
 * @param spanSeconds the length of the span
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
    String signal,
    long spanSeconds,
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

  /** Names the spike without its key, which may be a card, so that it may be logged. */
  @Override
  public String toString() {
    return "Spike[" + spikeId + "]";
  }
}
