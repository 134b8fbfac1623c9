package io.vigil.transforms.spikes;

import io.vigil.transforms.signals.SignalTally;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the closed buckets of a key have left behind. Immutable.
 *
 * @param nextBucket the start of the first bucket that is not closed
 * @param recent the closed buckets of the longest span, by their start; empty ones are left out
 * @param learned what was before them
 * @param exceptFrom what begins from then on
 * @param exceptUntil and before then has spiked, and is not learned
 * @param episode the last one, as long as another spike may continue it
 */
public record KeyState(
    long nextBucket,
    SortedMap<Long, SignalTally> recent,
    Learned learned,
    long exceptFrom,
    long exceptUntil,
    @Nullable Episode episode) {

  public KeyState {
    recent = Collections.unmodifiableSortedMap(recent);
  }

  static KeyState starting(long bucketStart) {
    return new KeyState(
        bucketStart, new TreeMap<>(), Learned.NOTHING, Long.MIN_VALUE, Long.MIN_VALUE, null);
  }
}
