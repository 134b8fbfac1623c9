package io.vigil.transforms.signals;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was counted of one key in one bucket. Immutable; {@link #plus} is associative and
 * commutative, so the order of arrival cannot matter.
 *
 * @param attempts transactions; may be 0 in a part of a tally that knows of flags only
 * @param approved how many of them were approved
 * @param approvedMoney the sums of the approved ones, without refunds
 * @param declinedMoney the sums of the declined ones, without refunds
 * @param amounts their amounts by order of magnitude
 * @param cards their cards
 * @param merchants their merchants; of a card those of its flags
 * @param lastTime when the last of them happened, in milliseconds since the epoch; {@link
 *     Long#MIN_VALUE} if there is none
 * @param signals by the name of the signal, see {@link Signals}; only those that were seen, and
 *     never {@link Signals#ATTEMPTS} or {@link Signals#LARGE}
 */
public record SignalTally(
    long attempts,
    long approved,
    Money approvedMoney,
    Money declinedMoney,
    AmountBins amounts,
    Distinct cards,
    Distinct merchants,
    long lastTime,
    SortedMap<String, SignalCount> signals) {

  public static final SignalTally NONE =
      new SignalTally(
          0,
          0,
          Money.none(),
          Money.none(),
          AmountBins.none(),
          Distinct.none(),
          Distinct.none(),
          Long.MIN_VALUE,
          new TreeMap<>());

  public SignalTally {
    signals = Collections.unmodifiableSortedMap(signals);
  }

  public SignalTally withSignals(SortedMap<String, SignalCount> changed) {
    return new SignalTally(
        attempts,
        approved,
        approvedMoney,
        declinedMoney,
        amounts,
        cards,
        merchants,
        lastTime,
        changed);
  }

  public SignalCount signal(String name) {
    return signals.getOrDefault(name, SignalCount.NONE);
  }

  /** How many transactions and flags went into it. */
  public long facts() {
    long facts = attempts;
    for (var signal : signals.entrySet()) {
      facts += Signals.isOfRule(signal.getKey()) ? signal.getValue().count() : 0;
    }
    return facts;
  }

  /** The tally of both, which must not overlap. */
  public SignalTally plus(SignalTally other) {
    if (other.attempts == 0 && other.signals.isEmpty()) {
      return this;
    }
    if (attempts == 0 && signals.isEmpty()) {
      return other;
    }
    SortedMap<String, SignalCount> sum = signals;
    if (!other.signals.isEmpty()) {
      sum = new TreeMap<>(signals);
      for (var signal : other.signals.entrySet()) {
        sum.merge(signal.getKey(), signal.getValue(), SignalCount::plus);
      }
    }
    return new SignalTally(
        attempts + other.attempts,
        approved + other.approved,
        approvedMoney.plus(other.approvedMoney),
        declinedMoney.plus(other.declinedMoney),
        amounts.plus(other.amounts),
        cards.union(other.cards),
        merchants.union(other.merchants),
        Math.max(lastTime, other.lastTime),
        sum);
  }
}
