package io.vigil.transforms.spikes;

import io.vigil.transforms.signals.SignalTally;

/**
 * A time in which a key spikes again and again. Immutable.
 *
 * @param start first millisecond of the first spike's span
 * @param lastEnd first millisecond after the last spike's bucket
 * @param tally what was counted since the start
 * @param hourly how many attempts were to be expected in an hour, when it began
 */
public record Episode(long start, long lastEnd, SignalTally tally, double hourly) {

  Episode plus(SignalTally more) {
    return new Episode(start, lastEnd, tally.plus(more), hourly);
  }

  Episode spikedUntil(long end) {
    return new Episode(start, end, tally, hourly);
  }
}
