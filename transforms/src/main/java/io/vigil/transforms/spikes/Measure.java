package io.vigil.transforms.spikes;

import io.vigil.schemas.Dimension;
import io.vigil.transforms.signals.SignalCount;
import io.vigil.transforms.signals.Signals;

/** In what a signal is counted, so that one cause does not count many times. */
enum Measure {
  TRANSACTIONS,

  /** A card that is tried again and again is one. */
  CARDS,

  /** The lines of an invoice and the payments of a batch have one time stamp. */
  MOMENTS;

  static Measure of(Dimension dimension, String signal) {
    if (dimension == Dimension.CARD) {
      return MOMENTS;
    }
    return switch (signal) {
      case Signals.DECLINED, Signals.SMALL_DECLINED -> CARDS;
      case Signals.REFUNDS -> MOMENTS;
      default -> ofPeers(signal);
    };
  }

  /** That of all transactions, of which too little is kept to know more. */
  static Measure ofPeers(String signal) {
    return Signals.isOfRule(signal) ? CARDS : TRANSACTIONS;
  }

  /** How often the signal counts. */
  long of(SignalCount signal) {
    return switch (this) {
      case TRANSACTIONS -> signal.count();
      case CARDS -> signal.cards().size();
      case MOMENTS -> signal.moments();
    };
  }
}
