package io.vigil.pipelines.generate;

/** The cards: how often each is used, and where its issuer is at home. */
final class Cards {

  private final Choice use;
  private final Country[] homes;

  Cards(int size, double exponent, Dice dice) {
    use = Choice.of(Choice.zipf(size, exponent));
    homes = new Country[size];
    for (int card = 0; card < size; card++) {
      homes[card] = Country.any(dice);
    }
  }

  /** The card that pays next: a few pay often, most of them seldom. */
  int next(Dice dice) {
    return use.next(dice);
  }

  /** Any card, however seldom it is used: whose data are stolen does not depend on that. */
  int any(Dice dice) {
    return dice.below(homes.length);
  }

  /** Any card of that country, which must have one. */
  int any(Country country, Dice dice) {
    int card = any(dice);
    while (homes[card] != country) {
      card = any(dice);
    }
    return card;
  }

  /** Where the card's issuer is at home. */
  Country home(int card) {
    return homes[card];
  }

  static String id(int card) {
    return Names.numbered("card-", card);
  }
}
