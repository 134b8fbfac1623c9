package io.vigil.transforms.spikes;

import java.io.Serializable;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Watches one key: takes what was counted, bucket by bucket, and finds spikes. It has no state of
 * its own; what it finds is a function of what it is given, and what is final depends on the set of
 * tallies alone.
 */
public final class KeyWatch implements Serializable {

  private static final long serialVersionUID = 1;

  private final JudgeSettings settings;
  private final boolean announces;

  /**
   * @param announces whether spikes of open buckets are given out
   */
  public KeyWatch(JudgeSettings settings, boolean announces) {
    this.settings = settings;
    this.announces = announces;
  }

  /**
   * What a look at a key finds.
   *
   * @param state what the closed buckets have left behind; null if none has closed yet
   * @param open the buckets that are still open, by their start
   * @param sightings those that are new or have changed
   */
  public record Judgement(
      @Nullable KeyState state, SortedMap<Long, PendingBucket> open, List<Sighting> sightings) {}

  /** Whether an open bucket is worth a look: most have nothing but ordinary transactions. */
  public boolean isWorthALook(PendingBucket bucket) {
    return announces && !bucket.tally().signals().isEmpty();
  }

  /**
   * Looks at a key.
   *
   * @param state what the last look left; null if there was none
   * @param open all buckets that have not been judged for good, by their start
   * @param peers what all transactions are like, with all that has come so far
   * @param closedBefore the start of the first bucket that is open
   */
  public Judgement judge(
      SpikeKey key,
      @Nullable KeyState state,
      SortedMap<Long, PendingBucket> open,
      Peers peers,
      long closedBefore) {
    return new Judgement(state, new TreeMap<>(open), List.of());
  }

  /**
   * The start of a bucket whose closing changes something even if nothing more comes: the one with
   * which the key is forgotten.
   */
  public long nextChange(KeyState state) {
    return state.nextBucket() + 400L * 24 * Peers.HOUR;
  }

  /** Whether the key has been silent for so long that it is as if it had never been seen. */
  public boolean isForgotten(KeyState state, long closedBefore) {
    return closedBefore >= nextChange(state);
  }

  JudgeSettings settings() {
    return settings;
  }
}
