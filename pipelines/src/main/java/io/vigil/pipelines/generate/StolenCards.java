package io.vigil.pipelines.generate;

/**
 * A list of stolen numbers: from anywhere, or mostly from a bank or two whose customers were
 * robbed. Some are tried more than once.
 */
final class StolenCards {

  private static final double FROM_THESE_BANKS = 0.8;
  private static final double AGAIN = 0.1;

  private final Cards cards;
  private final Issuers.Issuer[] banks;
  private int last;

  StolenCards(Cards cards, Dice dice) {
    this.cards = cards;
    banks = new Issuers.Issuer[dice.happens(0.6) ? 0 : dice.between(1, 2)];
    for (int i = 0; i < banks.length; i++) {
      banks[i] = cards.issuer(cards.any(dice));
    }
    last = cards.any(dice);
  }

  int next(Dice dice) {
    if (!dice.happens(AGAIN)) {
      boolean isFromThese = banks.length > 0 && dice.happens(FROM_THESE_BANKS);
      last = isFromThese ? cards.any(banks[dice.below(banks.length)], dice) : cards.any(dice);
    }
    return last;
  }
}
