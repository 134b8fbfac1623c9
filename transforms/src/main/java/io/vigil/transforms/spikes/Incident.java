package io.vigil.transforms.spikes;

import io.vigil.schemas.Dimension;

/**
 * Neighbouring spikes of a key: what one notification is about. Immutable.
 *
 * @param id as in {@link SpikeIds#incident}
 * @param start the first millisecond of the first spike's bucket
 * @param end the first millisecond after the last spike's bucket
 * @param peak the highest count
 * @param peakStart the first millisecond of the first bucket that has it
 * @param spikes how many buckets are spikes
 * @param flagged the sum of their counts
 */
public record Incident(
    String id,
    Dimension dimension,
    String key,
    long start,
    long end,
    long peak,
    long peakStart,
    long spikes,
    long flagged) {

  /** The incident of a first spike. */
  public static Incident of(
      SpikeSettings settings, Dimension dimension, String key, long bucketStart, long count) {
    return new Incident(
        SpikeIds.incident(dimension, key, bucketStart),
        dimension,
        key,
        bucketStart,
        bucketStart + settings.bucket().toMillis(),
        count,
        bucketStart,
        1,
        count);
  }

  /** Whether a later spike belongs to this incident: the cool-down is not yet over. */
  public boolean takes(SpikeSettings settings, long bucketStart) {
    return bucketStart - end <= settings.coolDown().toMillis();
  }

  /**
   * With one more spike.
   *
   * @throws IllegalArgumentException if it begins before the end of this incident, or if the
   *     incident does not take it
   */
  public Incident with(SpikeSettings settings, long bucketStart, long count) {
    if (bucketStart < end || !takes(settings, bucketStart)) {
      throw new IllegalArgumentException(
          "the spike at " + bucketStart + " does not belong to the incident that ends at " + end);
    }
    boolean higher = count > peak;
    return new Incident(
        id,
        dimension,
        key,
        start,
        bucketStart + settings.bucket().toMillis(),
        higher ? count : peak,
        higher ? bucketStart : peakStart,
        spikes + 1,
        flagged + count);
  }
}
