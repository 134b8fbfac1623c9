package io.vigil.pipelines.generate;

import io.vigil.pipelines.generate.Merchants.Merchant;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Transaction;

/**
 * Makes transactions: the currency and the category are the merchant's, the country is that of the
 * card's issuer. Their ids say nothing, neither about the order nor about what is planted.
 */
final class Payments {

  static final String APPROVED = "APPROVED";
  static final String REVERSED = "REVERSED";

  private static final SourcePosition SOURCE = SourcePosition.inFile("generated", 1);
  private static final int SERIES_BITS = 40;

  private final Cards cards;
  private final long secret;

  Payments(Cards cards, long seed) {
    this.cards = cards;
    this.secret = Dice.mix(seed);
  }

  /**
   * One transaction.
   *
   * @param series and number make its id, and no two ids are the same: the series is below 2^24,
   *     the number below 2^40
   * @param dollars what it comes to; negative for a refund
   * @param risk the score, in hundredths
   */
  Transaction payment(
      int series,
      long number,
      long time,
      int card,
      Merchant merchant,
      double dollars,
      String status,
      int risk) {
    long amount = merchant.home().minorUnits(Math.abs(dollars));
    return new Transaction(
        Names.hex(Dice.mix(((long) series << SERIES_BITS | number) ^ secret)),
        time,
        Cards.id(card),
        merchant.id(),
        dollars < 0 ? -amount : amount,
        merchant.home().currency(),
        cards.home(card).name(),
        status,
        merchant.category().key(),
        risk / 100.0,
        SOURCE);
  }

  /** The same transaction told differently: another amount under the same id. */
  static Transaction contradicted(Transaction it) {
    return new Transaction(
        it.transactionId(),
        it.eventTime(),
        it.cardId(),
        it.merchantId(),
        it.amount() * 2 + 1,
        it.currency(),
        it.country(),
        it.status(),
        it.category(),
        it.riskScore(),
        it.issuer(),
        it.source());
  }
}
