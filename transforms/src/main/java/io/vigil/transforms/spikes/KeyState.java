package io.vigil.transforms.spikes;

import io.vigil.transforms.signals.SignalTally;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the closed buckets of a key have left behind. Immutable.
 *
 * @param nextBucket the start of the first bucket that is not closed
 * @param recent the closed buckets of the longest span, by their start; empty ones are left out
 */
public record KeyState(long nextBucket, SortedMap<Long, SignalTally> recent) {

  public KeyState {
    recent = Collections.unmodifiableSortedMap(recent);
  }

  static KeyState starting(long bucketStart) {
    return new KeyState(bucketStart, new TreeMap<>());
  }
}
