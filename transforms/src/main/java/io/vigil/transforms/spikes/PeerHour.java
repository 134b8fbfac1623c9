package io.vigil.transforms.spikes;

import io.vigil.transforms.signals.AmountBins;
import io.vigil.transforms.signals.SignalTally;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was counted of all transactions in an hour. Immutable; can be added up in any order.
 *
 * @param attempts transactions
 * @param signals how many of them have which signal
 * @param amounts their amounts
 */
record PeerHour(long attempts, SortedMap<String, Long> signals, AmountBins amounts) {

  static final PeerHour NONE = new PeerHour(0, new TreeMap<>(), AmountBins.none());

  PeerHour {
    signals = Collections.unmodifiableSortedMap(signals);
  }

  PeerHour plus(SignalTally tally) {
    var sum = new TreeMap<>(signals);
    tally.signals().forEach((name, signal) -> sum.merge(name, signal.count(), Long::sum));
    return new PeerHour(attempts + tally.attempts(), sum, amounts.plus(tally.amounts()));
  }
}
