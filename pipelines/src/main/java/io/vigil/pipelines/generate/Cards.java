package io.vigil.pipelines.generate;

/** The cards: how often each is used, and which bank of which country has issued it. */
final class Cards {

  /** Card numbers have eight digits here. */
  private static final int NUMBERS = 100_000_000;

  private static final int MOST_TRIES = 100;

  private final Choice use;
  private final Country[] homes;
  private final Issuers.Issuer[] issuers;

  /**
   * @param issuing says which bank of its country has issued a card
   */
  Cards(int size, double exponent, Dice dice, Dice issuing) {
    use = Choice.of(Choice.zipf(size, exponent));
    homes = new Country[size];
    for (int card = 0; card < size; card++) {
      homes[card] = Country.any(dice);
    }
    var banks = new Issuers(issuing);
    issuers = new Issuers.Issuer[size];
    for (int card = 0; card < size; card++) {
      issuers[card] = banks.any(homes[card], issuing);
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

  /** Any card of that country, or of another one if it has few. */
  int near(Country country, Dice dice) {
    int card = any(dice);
    for (int i = 0; i < MOST_TRIES && homes[card] != country; i++) {
      card = any(dice);
    }
    return card;
  }

  /** Any card of that issuer, which must have one. */
  int any(Issuers.Issuer issuer, Dice dice) {
    int card = any(dice);
    while (issuers[card] != issuer) {
      card = any(dice);
    }
    return card;
  }

  /** A number that might be a card's, and that nobody has. */
  int guessed(Dice dice) {
    return homes.length + dice.below(NUMBERS - homes.length);
  }

  int size() {
    return homes.length;
  }

  /** Where the card's issuer is at home. */
  Country home(int card) {
    return homes[card];
  }

  /** The bank that has issued the card. */
  Issuers.Issuer issuer(int card) {
    return issuers[card];
  }

  static String id(int card) {
    return Names.numbered("card-", card);
  }
}
