package io.vigil.pipelines.generate;

import io.vigil.pipelines.generate.Issuers.Issuer;
import io.vigil.pipelines.generate.Merchants.Merchant;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Transaction;

/**
 * Makes transactions: the currency and the category are the merchant's. In the plain world the
 * country is that of the card's issuer, which the market names itself: there it is the country in
 * which is paid. Ids say nothing, neither about the order nor about what is planted.
 */
final class Payments {

  static final String APPROVED = "APPROVED";
  static final String REVERSED = "REVERSED";

  private static final SourcePosition SOURCE = SourcePosition.inFile("generated", 1);
  private static final int SERIES_BITS = 40;

  private final Cards cards;
  private final WorldKind world;
  private final boolean hasScores;
  private final long secret;

  /**
   * @param hasScores whether anybody has given the payments a risk score
   */
  Payments(Cards cards, WorldKind world, boolean hasScores, long seed) {
    this.cards = cards;
    this.world = world;
    this.hasScores = hasScores;
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
    return payment(series, number, time, card, cards.issuer(card), merchant, dollars, status, risk);
  }

  /** The same with a card that nobody has, whose number begins like those of that issuer. */
  Transaction payment(
      int series,
      long number,
      long time,
      int card,
      Issuer issuer,
      Merchant merchant,
      double dollars,
      String status,
      int risk) {
    long amount = merchant.home().minorUnits(Math.abs(dollars));
    var country = world == WorldKind.plain ? issuer.home() : merchant.home();
    // ISSUER: in the market, issuer.bin() belongs into the transaction as soon as it has that
    // field.
    return new Transaction(
        Names.hex(Dice.mix(((long) series << SERIES_BITS | number) ^ secret)),
        time,
        Cards.id(card),
        merchant.id(),
        dollars < 0 ? -amount : amount,
        merchant.home().currency(),
        country.name(),
        status,
        merchant.category().key(),
        hasScores ? risk / 100.0 : null,
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
