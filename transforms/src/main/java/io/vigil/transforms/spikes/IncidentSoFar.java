package io.vigil.transforms.spikes;

import io.vigil.schemas.Dimension;
import io.vigil.schemas.Incident;
import io.vigil.schemas.Spike;

/**
 * What the spikes known so far make of an incident. Immutable.
 *
 * @param id as in {@link SpikeIds#incident}
 * @param start the first millisecond of the first spike's bucket
 * @param end the first millisecond after the last spike's bucket
 * @param peak the highest count
 * @param peakStart the first millisecond of the first bucket that has it
 * @param spikes how many buckets are spikes
 * @param flagged the sum of their counts
 */
public record IncidentSoFar(
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
  public static IncidentSoFar of(
      SpikeSettings settings, Dimension dimension, String key, long bucketStart, long count) {
    return new IncidentSoFar(
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

  /** What a row says of an incident. */
  static IncidentSoFar of(Incident row) {
    return new IncidentSoFar(
        row.incidentId(),
        row.dimension(),
        row.key(),
        row.incidentStart(),
        row.incidentEnd(),
        row.peak(),
        row.peakStart(),
        row.spikes(),
        row.flagged());
  }

  /** Whether a later spike belongs to this incident: the cool-down is not yet over. */
  public boolean takes(SpikeSettings settings, long bucketStart) {
    // A difference would run over where nothing is closed yet and the start is the least of all.
    return bucketStart <= end + settings.coolDown().toMillis();
  }

  /**
   * With one more spike.
   *
   * @throws IllegalArgumentException if it begins before the end of this incident, or if the
   *     incident does not take it
   */
  public IncidentSoFar with(SpikeSettings settings, long bucketStart, long count) {
    if (bucketStart < end || !takes(settings, bucketStart)) {
      throw new IllegalArgumentException(
          "the spike at " + bucketStart + " does not belong to the incident that ends at " + end);
    }
    boolean higher = count > peak;
    return new IncidentSoFar(
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

  /**
   * The row that says so.
   *
   * @param isConfirmed whether all of its spikes are
   * @param isFinal whether no later spike can join it
   */
  Incident toRow(boolean isConfirmed, long generation, boolean isFinal) {
    var state = isConfirmed ? Spike.State.CONFIRMED : Spike.State.PROVISIONAL;
    return row(state, generation, isFinal);
  }

  /** The row that takes the incident back. */
  Incident toRetraction(long generation) {
    return row(Spike.State.RETRACTED, generation, false);
  }

  private Incident row(Spike.State state, long generation, boolean isFinal) {
    return new Incident(
        id,
        dimension,
        key,
        start,
        end,
        spikes,
        flagged,
        peak,
        peakStart,
        Incident.Kind.UNKNOWN,
        false,
        0,
        0,
        "flagged",
        (end - start) / 1_000,
        flagged,
        0,
        1,
        0,
        0,
        0,
        "",
        0,
        "",
        "",
        "",
        "",
        "",
        state,
        generation,
        flagged,
        isFinal);
  }
}
