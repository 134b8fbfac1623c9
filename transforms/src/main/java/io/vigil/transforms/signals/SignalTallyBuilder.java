package io.vigil.transforms.signals;

import io.vigil.schemas.Dimension;
import io.vigil.schemas.Flag;
import io.vigil.schemas.Transaction;
import java.util.TreeMap;

/**
 * Counts the transactions and flags of one key in one bucket, one by one, and belongs to one
 * thread.
 */
public final class SignalTallyBuilder {

  private static final String APPROVED = "APPROVED";

  private final SignalSettings settings;
  private SignalTally tally = SignalTally.NONE;

  public SignalTallyBuilder(SignalSettings settings) {
    this.settings = settings;
  }

  /** Counts a transaction under a key of the dimension. */
  public void add(Dimension dimension, Transaction it) {
    tally = tally.plus(of(dimension, it));
  }

  /**
   * Counts a rule's flag under a key of the dimension, whether its transaction was added here or
   * elsewhere.
   *
   * @param flag with its card
   */
  public void addFlag(Dimension dimension, Flag flag) {
    var signals = new TreeMap<String, SignalCount>();
    signals.put(
        Signals.ofRule(flag.rule()),
        SignalCount.of(flag.transactionId(), Dimension.CARD.keyOf(flag), flag.eventTime()));
    // The transactions of a card are added nowhere.
    var merchants = dimension == Dimension.CARD ? Distinct.of(flag.merchantId()) : Distinct.none();
    tally = tally.plus(onlySignals(signals, merchants));
  }

  public SignalTally build() {
    return tally;
  }

  private SignalTally of(Dimension dimension, Transaction it) {
    boolean isRefund = it.amount() < 0;
    boolean isApproved = APPROVED.equals(it.status());
    var signals = new TreeMap<String, SignalCount>();
    var count = SignalCount.of(it.transactionId(), it.cardId(), it.eventTime());
    if (it.isDeclined()) {
      signals.put(Signals.DECLINED, count);
      if (settings.isSmall(it)) {
        signals.put(Signals.SMALL_DECLINED, count);
      }
    }
    if (isRefund) {
      signals.put(Signals.REFUNDS, count);
    }
    if (settings.isRisky(it)) {
      signals.put(Signals.RISKY, count);
    }
    int bin = AmountBins.binOf(it.amount(), it.currency());
    var bins = new long[Math.max(bin + 1, 0)];
    if (bin >= 0) {
      bins[bin] = 1;
    }
    var money = isRefund ? Money.none() : Money.of(it.currency(), it.amount());
    return new SignalTally(
        1,
        isApproved ? 1 : 0,
        isApproved ? money : Money.none(),
        it.isDeclined() ? money : Money.none(),
        AmountBins.of(bins),
        Distinct.of(it.cardId()),
        dimension == Dimension.MERCHANT ? Distinct.none() : Distinct.of(it.merchantId()),
        it.eventTime(),
        signals);
  }

  private static SignalTally onlySignals(TreeMap<String, SignalCount> signals, Distinct merchants) {
    return new SignalTally(
        0,
        0,
        Money.none(),
        Money.none(),
        AmountBins.none(),
        Distinct.none(),
        merchants,
        Long.MIN_VALUE,
        signals);
  }
}
