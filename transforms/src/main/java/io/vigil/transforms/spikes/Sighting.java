package io.vigil.transforms.spikes;

import io.vigil.schemas.Spike;
import io.vigil.transforms.signals.SignalTally;
import java.util.List;

/**
 * A spike with what a desk needs to make incidents of it: what leaves a {@link KeyWatch}. Of two
 * sightings of a key and bucket the one that is final, or else has more facts, is newer. Immutable.
 *
 * @param key whose spike it is
 * @param bucketStart first millisecond of the bucket with which it was seen
 * @param bucketEnd first millisecond after it
 * @param evidence the signals that are improbable, the least probable first; for a retracted one
 *     what they were
 * @param bucket the tally of the bucket
 * @param episodeStart first millisecond of the first span of the spikes that it continues
 * @param episode the tally of all that was counted since then
 * @param expectedAttempts how many attempts were to be expected since then
 * @param alarmedAt the time of the transaction with which the count reached the threshold
 * @param state where the verdict stands
 * @param facts how much went into it
 * @param isFinal whether the bucket is closed
 */
public record Sighting(
    SpikeKey key,
    long bucketStart,
    long bucketEnd,
    List<Evidence> evidence,
    SignalTally bucket,
    long episodeStart,
    SignalTally episode,
    double expectedAttempts,
    long alarmedAt,
    Spike.State state,
    long facts,
    boolean isFinal) {

  public Sighting {
    evidence = List.copyOf(evidence);
  }

  /** The id of the row that it makes. */
  String id() {
    return SpikeIds.spike(key.dimension(), key.key(), bucketStart);
  }

  /** The same, taken back. */
  Sighting retracted() {
    return with(Spike.State.RETRACTED, facts);
  }

  Sighting withFacts(long changed) {
    return with(state, changed);
  }

  private Sighting with(Spike.State changedState, long changedFacts) {
    return new Sighting(
        key,
        bucketStart,
        bucketEnd,
        evidence,
        bucket,
        episodeStart,
        episode,
        expectedAttempts,
        alarmedAt,
        changedState,
        changedFacts,
        isFinal);
  }

  /** Names the sighting without its key, which may be a card, so that it may be logged. */
  @Override
  public String toString() {
    return "Sighting[" + key.dimension() + " at " + bucketStart + "]";
  }
}
