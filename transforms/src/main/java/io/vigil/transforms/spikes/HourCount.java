package io.vigil.transforms.spikes;

import io.vigil.transforms.signals.AmountBins;
import io.vigil.transforms.signals.Distinct;
import io.vigil.transforms.signals.SignalCount;
import io.vigil.transforms.signals.SignalTally;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What was counted in an hour. Immutable; can be added up in any order.
 *
 * @param attempts transactions
 * @param signals how many of them have which signal
 * @param amounts their amounts
 */
public record HourCount(long attempts, SortedMap<String, Signal> signals, AmountBins amounts) {

  static final HourCount NONE = new HourCount(0, new TreeMap<>(), AmountBins.none());

  /**
   * How often a signal was counted.
   *
   * @param count moments if they are what counts, or else transactions
   * @param cards the cards, if they are what counts
   */
  public record Signal(long count, Distinct cards) {
    static final Signal NONE = new Signal(0, Distinct.none());

    /** With what was counted elsewhere: moments in another bucket. */
    Signal plus(Measure measure, SignalCount more) {
      return switch (measure) {
        case TRANSACTIONS, MOMENTS -> new Signal(count + measure.of(more), cards);
        case CARDS -> new Signal(count + more.count(), cards.union(more.cards()));
      };
    }

    long in(Measure measure) {
      return measure == Measure.CARDS ? cards.size() : count;
    }
  }

  public HourCount {
    signals = Collections.unmodifiableSortedMap(signals);
  }

  Signal signal(String name) {
    return signals.getOrDefault(name, Signal.NONE);
  }

  /** With a tally, whose signals are counted as it is said for each name. */
  HourCount plus(Function<String, Measure> measures, SignalTally tally) {
    SortedMap<String, Signal> sum = signals;
    if (!tally.signals().isEmpty()) {
      sum = new TreeMap<>(signals);
      for (var signal : tally.signals().entrySet()) {
        var name = signal.getKey();
        sum.put(name, signal(name).plus(measures.apply(name), signal.getValue()));
      }
    }
    return new HourCount(attempts + tally.attempts(), sum, amounts.plus(tally.amounts()));
  }
}
