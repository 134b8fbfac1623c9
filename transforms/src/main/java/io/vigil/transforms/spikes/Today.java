package io.vigil.transforms.spikes;

import java.util.Arrays;

/**
 * What a baseline saw in the day that is still going on: whole numbers only, spikes apart from the
 * rest, because only when the day is over is it known whether they were exceptions. Immutable.
 *
 * <p>Empty buckets leave no trace here: how many buckets a day has is known.
 */
final class Today {

  /**
   * A count above this enters the baseline as this one, so that sums of squares of a day of 86,400
   * buckets stay far within 64 bits.
   */
  static final long LARGEST_COUNT = 1_000_000;

  /** Flagged transactions outside of spikes, by slot. */
  final long[] flagged;

  /** Spiking buckets, by slot. */
  final long[] spikes;

  /** Flagged transactions in spikes, by slot. */
  final long[] flaggedInSpikes;

  /** The sum of count · (count − 1) over the buckets outside of spikes. */
  final long pairs;

  /** The same over the spikes. */
  final long pairsInSpikes;

  Today(long[] flagged, long[] spikes, long[] flaggedInSpikes, long pairs, long pairsInSpikes) {
    this.flagged = flagged;
    this.spikes = spikes;
    this.flaggedInSpikes = flaggedInSpikes;
    this.pairs = pairs;
    this.pairsInSpikes = pairsInSpikes;
  }

  static Today empty(int slots) {
    return new Today(new long[slots], new long[slots], new long[slots], 0, 0);
  }

  Today plus(int slot, long count, boolean spike) {
    long held = Math.min(count, LARGEST_COUNT);
    long more = held * (held - 1);
    return spike
        ? new Today(
            flagged,
            added(spikes, slot, 1),
            added(flaggedInSpikes, slot, held),
            pairs,
            pairsInSpikes + more)
        : new Today(
            added(flagged, slot, held), spikes, flaggedInSpikes, pairs + more, pairsInSpikes);
  }

  /** The same day, with its spikes as part of the rest. */
  Today withoutExceptions() {
    long[] all = flagged.clone();
    for (int slot = 0; slot < all.length; slot++) {
      all[slot] += flaggedInSpikes[slot];
    }
    long[] none = new long[all.length];
    return new Today(all, none, none, pairs + pairsInSpikes, 0);
  }

  private static long[] added(long[] numbers, int slot, long more) {
    long[] changed = Arrays.copyOf(numbers, numbers.length);
    changed[slot] += more;
    return changed;
  }
}
