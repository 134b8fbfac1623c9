package io.vigil.pipelines.generate;

import io.vigil.pipelines.generate.Merchants.Merchant;

/** Lets happen what is unusual in the market, and no fraud. */
final class Surges {

  private static final long MINUTE = 60_000;

  private final Cards cards;
  private final Shops shops;
  private final Checkout checkout;
  private final Outages outages;
  private final int merchants;

  /**
   * @param merchants so many there are already
   */
  Surges(Cards cards, Shops shops, Outages outages, int merchants) {
    this.cards = cards;
    this.shops = shops;
    this.checkout = new Checkout(cards);
    this.outages = outages;
    this.merchants = merchants;
  }

  void flashSale(Scheme scheme) {
    var dice = scheme.dice;
    var shop = shops.next(dice);
    scheme.of(shop.merchant().id());
    double price = shop.median() * (0.4 + 0.5 * dice.fraction());
    for (long time : scheme.times(dice.between(300, 2_500), dice.between(20, 120))) {
      int card = cards.next(dice);
      double dollars = price * dice.between(1, 3);
      // Here and there the money does not suffice.
      buy(scheme, time, card, shop, checkout.pay(card, shop, dollars, 1.2, dice));
    }
  }

  void batchUpload(Scheme scheme) {
    var dice = scheme.dice;
    var shop = shops.next(dice);
    scheme.of(shop.merchant().id());
    for (int left = dice.between(80, 300); left > 0; left--) {
      int card = cards.near(shop.merchant().home(), dice);
      buy(scheme, scheme.from(), card, shop, checkout.pay(card, shop, dice));
    }
  }

  /** It opens and stays: for a day and a half at most, so that the truth can be told. */
  void newMerchant(Scheme scheme) {
    var dice = scheme.dice;
    var merchant =
        new Merchant(
            Names.numbered("merchant-", merchants + scheme.number()),
            cards.home(cards.any(dice)),
            Category.any(dice));
    var shop = Shop.of(merchant, 0, dice);
    scheme.of(merchant.id());
    int hours = dice.between(6, 36);
    long length = scheme.length(60 * hours);
    int size = 1 + (int) (dice.between(30, 120) * length / (60 * MINUTE));
    for (int i = 0; i < size; i++) {
      int card = cards.near(merchant.home(), dice);
      long time = scheme.from() + (long) (length * dice.fraction());
      buy(scheme, time, card, shop, checkout.pay(card, shop, dice));
    }
  }

  void issuerOutage(Scheme scheme) {
    outage(scheme, cards.issuer(cards.any(scheme.dice)).bin());
  }

  void declineStorm(Scheme scheme) {
    outage(scheme, shops.next(scheme.dice).merchant().home().name());
  }

  private void outage(Scheme scheme, String key) {
    var dice = scheme.dice;
    long from = scheme.from();
    long length = Math.max(MINUTE, scheme.length(dice.between(8, 60)));
    double severity = 0.6 + 0.38 * dice.fraction();
    outages.add(new Outage(scheme.number(), scheme.kind(), key, from, from + length, severity));
  }

  private static void buy(Scheme scheme, long time, int card, Shop shop, Checkout.Outcome outcome) {
    scheme.add(time, card, shop, outcome.dollars(), outcome.status(), outcome.risk());
  }
}
