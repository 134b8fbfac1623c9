package io.vigil.pipelines.generate;

import io.vigil.schemas.Transaction;

/**
 * Ordinary payments, made by cards mostly at home. Some are declined, some are refunds, and all
 * have a risk score, which is low for most of them.
 */
final class Traffic {

  static final double DECLINED = 0.04;
  static final double REFUNDS = 0.02;
  static final double FOREIGN = 0.06;

  private final int series;
  private final Payments payments;
  private final Cards cards;
  private final Merchants merchants;
  private final Dice dice;
  private long number;

  /**
   * @param series of the ids
   */
  Traffic(int series, Payments payments, Cards cards, Merchants merchants, Dice dice) {
    this.series = series;
    this.payments = payments;
    this.cards = cards;
    this.merchants = merchants;
    this.dice = dice;
  }

  /** What is paid at that time. */
  Transaction at(long time) {
    int card = cards.next(dice);
    var merchant =
        dice.happens(FOREIGN) ? merchants.next(dice) : merchants.next(cards.home(card), dice);
    double dollars = merchant.category().dollars(dice);
    double kind = dice.fraction();
    var status = Payments.APPROVED;
    if (kind < DECLINED) {
      status = Transaction.DECLINED;
    } else if (kind < DECLINED + REFUNDS) {
      status = Payments.REVERSED;
      dollars = -dollars;
    }
    double risk = dice.fraction();
    return payments.payment(
        series, number++, time, card, merchant, dollars, status, (int) (100 * risk * risk * risk));
  }
}
