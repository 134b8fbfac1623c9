package io.vigil.transforms.spikes;

import io.vigil.transforms.signals.AmountBins;
import io.vigil.transforms.signals.Distinct;
import io.vigil.transforms.signals.SignalTally;
import io.vigil.transforms.signals.Signals;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was counted in an hour. Immutable; can be added up in any order.
 *
 * @param attempts transactions
 * @param signals how many of them have which signal
 * @param amounts their amounts
 */
public record HourCount(long attempts, SortedMap<String, Signal> signals, AmountBins amounts) {

  static final HourCount NONE = new HourCount(0, new TreeMap<>(), AmountBins.none());

  /** How many transactions have a signal, and which cards. */
  public record Signal(long count, Distinct cards) {
    static final Signal NONE = new Signal(0, Distinct.none());

    Signal plus(Signal other) {
      return new Signal(count + other.count, cards.union(other.cards));
    }
  }

  public HourCount {
    signals = Collections.unmodifiableSortedMap(signals);
  }

  /** How often the signal counts: flags of a rule once for each card, as they come in clumps. */
  long count(String name) {
    var signal = signal(name);
    return Signals.isOfRule(name) ? signal.cards().size() : signal.count();
  }

  Signal signal(String name) {
    return signals.getOrDefault(name, Signal.NONE);
  }

  HourCount plus(SignalTally tally) {
    SortedMap<String, Signal> sum = signals;
    if (!tally.signals().isEmpty()) {
      sum = new TreeMap<>(signals);
      for (var signal : tally.signals().entrySet()) {
        var more = new Signal(signal.getValue().count(), signal.getValue().cards());
        sum.merge(signal.getKey(), more, Signal::plus);
      }
    }
    return new HourCount(attempts + tally.attempts(), sum, amounts.plus(tally.amounts()));
  }
}
