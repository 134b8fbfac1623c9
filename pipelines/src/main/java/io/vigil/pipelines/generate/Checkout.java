package io.vigil.pipelines.generate;

import io.vigil.schemas.Transaction;

/**
 * What becomes of an ordinary payment of the market: how much it is, and whether it is approved.
 */
final class Checkout {

  /** More than so much is declined of nobody, but in an outage. */
  private static final double MOST_DECLINED = 0.6;

  private final Cards cards;

  Checkout(Cards cards) {
    this.cards = cards;
  }

  /**
   * An outcome.
   *
   * @param dollars negative for a refund
   * @param risk the score, in hundredths
   */
  record Outcome(double dollars, String status, int risk) {

    boolean isDeclined() {
      return status.equals(Transaction.DECLINED);
    }
  }

  /** What a customer buys, or gives back. */
  Outcome pay(int card, Shop shop, Dice dice) {
    double dollars = shop.dollars(dice);
    boolean isRefund = dice.happens(shop.refunded());
    if (isRefund) {
      return new Outcome(-dollars, Payments.REVERSED, risk(card, shop, dice));
    }
    return pay(card, shop, dollars, 1, dice);
  }

  /**
   * What becomes of a payment of so much.
   *
   * @param hardship how many times as often as usual it is declined
   */
  Outcome pay(int card, Shop shop, double dollars, double hardship, Dice dice) {
    double abroad = isAbroad(card, shop) ? 1.8 : 1;
    double declined =
        Math.min(
            MOST_DECLINED, hardship * abroad * shop.declined() * cards.issuer(card).strictness());
    var status = dice.happens(declined) ? Transaction.DECLINED : Payments.APPROVED;
    return new Outcome(dollars, status, risk(card, shop, dice));
  }

  /** Low for most, but not for all. */
  int risk(int card, Shop shop, Dice dice) {
    double score = StrictMath.pow(dice.fraction(), shop.caution());
    if (isAbroad(card, shop)) {
      score += 0.15 * dice.fraction();
    }
    return (int) Math.min(99, 100 * score);
  }

  private boolean isAbroad(int card, Shop shop) {
    return cards.home(card) != shop.merchant().home();
  }
}
