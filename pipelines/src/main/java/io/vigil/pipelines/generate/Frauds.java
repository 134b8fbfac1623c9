package io.vigil.pipelines.generate;

import io.vigil.pipelines.generate.Incident.Key;
import io.vigil.schemas.Transaction;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Commits the frauds of the market. Merchants and cards fall victim to it by chance, the popular
 * ones more often; how many payments it takes, how fast they come and how they are spread is chance
 * as well, within what the {@link Subtlety} allows.
 */
final class Frauds {

  private static final Dose TESTS =
      Dose.blatant(150, 400).clear(60, 150).subtle(25, 60).faint(12, 25);
  private static final Dose TEST_MINUTES =
      Dose.blatant(5, 15).clear(8, 25).subtle(15, 40).faint(20, 60);
  private static final Dose SLOW_TESTS =
      Dose.blatant(250, 500).clear(120, 250).subtle(60, 120).faint(30, 60);
  private static final Dose SLOW_MINUTES =
      Dose.blatant(120, 240).clear(150, 360).subtle(240, 480).faint(300, 600);
  private static final Dose GUESSES =
      Dose.blatant(300, 800).clear(120, 300).subtle(50, 120).faint(25, 50);
  private static final Dose GUESS_MINUTES =
      Dose.blatant(10, 30).clear(15, 40).subtle(30, 60).faint(40, 90);
  private static final Dose CASHED =
      Dose.blatant(60, 150).clear(30, 60).subtle(15, 30).faint(8, 15);
  private static final Dose CASH_MINUTES =
      Dose.blatant(10, 30).clear(15, 40).subtle(20, 60).faint(30, 120);
  private static final Dose REFUNDS =
      Dose.blatant(40, 100).clear(20, 40).subtle(10, 20).faint(5, 10);
  private static final Dose REFUND_MINUTES =
      Dose.blatant(10, 30).clear(20, 50).subtle(30, 90).faint(60, 180);
  private static final Dose DRAININGS = Dose.blatant(15, 25).clear(9, 15).subtle(6, 9).faint(4, 6);
  private static final Dose DRAIN_MINUTES =
      Dose.blatant(3, 8).clear(4, 12).subtle(15, 60).faint(60, 180);
  private static final Dose CLONED = Dose.blatant(10, 20).clear(6, 10).subtle(4, 6).faint(2, 4);
  private static final Dose CLONE_MINUTES =
      Dose.blatant(10, 30).clear(15, 50).subtle(60, 120).faint(120, 240);
  private static final Dose STOLEN = Dose.blatant(40, 80).clear(20, 40).subtle(10, 20).faint(5, 10);
  private static final Dose STOLEN_USES = Dose.blatant(3, 6).clear(3, 5).subtle(2, 4).faint(2, 3);
  private static final Dose STOLEN_MINUTES =
      Dose.blatant(15, 40).clear(15, 50).subtle(40, 120).faint(60, 180);
  private static final Dose ATTACKS =
      Dose.blatant(300, 600).clear(120, 300).subtle(60, 120).faint(30, 60);
  private static final Dose ATTACK_MINUTES =
      Dose.blatant(10, 30).clear(15, 40).subtle(30, 60).faint(60, 120);

  /** A merchant or issuer with this part of the payments of a batch explains it as well. */
  private static final double EXPLAINS = 0.6;

  private final Cards cards;
  private final Shops shops;
  private final Checkout checkout;

  Frauds(Cards cards, Shops shops) {
    this.cards = cards;
    this.shops = shops;
    this.checkout = new Checkout(cards);
  }

  void commit(Scheme scheme) {
    switch (scheme.kind()) {
      case CARD_TESTING -> cardTesting(scheme, scheme.draw(TESTS), scheme.draw(TEST_MINUTES));
      case SLOW_CARD_TESTING ->
          cardTesting(scheme, scheme.draw(SLOW_TESTS), scheme.draw(SLOW_MINUTES));
      case ENUMERATION -> enumeration(scheme);
      case CASH_OUT -> cashOut(scheme);
      case REFUND_FRAUD -> refundFraud(scheme);
      case DRAINED_CARD -> drainedCard(scheme);
      case CLONED_CARD -> clonedCard(scheme);
      case STOLEN_BATCH -> stolenBatch(scheme);
      case COUNTRY_ATTACK -> countryAttack(scheme);
      default -> throw new IllegalStateException(scheme.kind() + " is no fraud");
    }
  }

  private void cardTesting(Scheme scheme, int size, int minutes) {
    var dice = scheme.dice;
    var shop = shops.next(dice);
    scheme.of(shop.merchant().id());
    double approved = 0.04 + 0.2 * dice.fraction();
    // A fixed price, whatever passes, or what is cheap at that merchant.
    int manner = dice.below(3);
    double price = 0.5 + 2.5 * dice.fraction();
    var times = scheme.times(size, minutes);
    var list = new StolenCards(cards, dice);
    for (long time : times) {
      double dollars =
          switch (manner) {
            case 0 -> price;
            case 1 -> 0.2 + 4 * dice.fraction();
            default -> Math.min(5, shop.median() * (0.1 + 0.3 * dice.fraction()));
          };
      scheme.pay(time, list.next(dice), shop, dollars, approvedOrNot(approved, dice));
    }
    if (dice.happens(0.5)) {
      long last = times[times.length - 1];
      for (int i = dice.between(2, 8); i > 0; i--) {
        long time = last + (long) (scheme.length(3) * dice.fraction());
        scheme.pay(time, list.next(dice), shop, 1.5 * shop.dollars(dice), approvedOrNot(0.8, dice));
      }
    }
  }

  private void enumeration(Scheme scheme) {
    var dice = scheme.dice;
    var issuer = cards.issuer(cards.any(dice));
    scheme.of(issuer.bin());
    var targets = some(dice.between(3, 12), dice);
    double hits = 0.01 + 0.05 * dice.fraction();
    double price = 1 + 9 * dice.fraction();
    for (long time : scheme.times(scheme.draw(GUESSES), scheme.draw(GUESS_MINUTES))) {
      var shop = targets[dice.below(targets.length)];
      double dollars = dice.happens(0.5) ? price : price * (0.5 + dice.fraction());
      if (dice.happens(hits)) {
        scheme.pay(time, cards.any(issuer, dice), shop, dollars, approvedOrNot(0.7, dice));
      } else {
        scheme.guess(time, cards.guessed(dice), issuer, shop, dollars);
      }
    }
  }

  private void cashOut(Scheme scheme) {
    var dice = scheme.dice;
    // Its owner may be in the plot: then it is a merchant that few know.
    var shop = dice.happens(0.5) ? shops.any(dice) : shops.next(dice);
    scheme.of(shop.merchant().id());
    boolean areRound = dice.happens(0.5);
    var list = new StolenCards(cards, dice);
    for (long time : scheme.times(scheme.draw(CASHED), scheme.draw(CASH_MINUTES))) {
      double dollars = shop.median() * (1.5 + 4 * dice.fraction());
      dollars = areRound ? 10 * Math.rint(1 + dollars / 10) : dollars;
      scheme.pay(time, list.next(dice), shop, dollars, approvedOrNot(0.9, dice));
    }
  }

  private void refundFraud(Scheme scheme) {
    var dice = scheme.dice;
    var shop = shops.next(dice);
    scheme.of(shop.merchant().id());
    var mules = new int[dice.between(2, 12)];
    for (int i = 0; i < mules.length; i++) {
      mules[i] = cards.any(dice);
    }
    for (long time : scheme.times(scheme.draw(REFUNDS), scheme.draw(REFUND_MINUTES))) {
      double dollars = shop.median() * (0.8 + 4 * dice.fraction());
      scheme.pay(time, mules[dice.below(mules.length)], shop, -dollars, Payments.REVERSED);
    }
  }

  private void drainedCard(Scheme scheme) {
    var dice = scheme.dice;
    int card = cards.next(dice);
    scheme.of(Cards.id(card));
    int size = scheme.draw(DRAININGS);
    int declines = dice.between(0, Math.max(1, size / 4));
    double first = 30 + 150 * dice.fraction();
    var times = scheme.times(size + declines, scheme.draw(DRAIN_MINUTES));
    for (int i = 0; i < times.length; i++) {
      double dollars = first * (1 + 0.15 * i) * (0.7 + 0.6 * dice.fraction());
      double approved = i < size ? 0.95 : 0;
      scheme.pay(times[i], card, shops.next(dice), dollars, approvedOrNot(approved, dice));
    }
  }

  private void clonedCard(Scheme scheme) {
    var dice = scheme.dice;
    int card = cards.next(dice);
    scheme.of(Cards.id(card));
    var home = cards.home(card);
    var abroad = shops.next(dice);
    for (int i = 0; i < 100 && abroad.merchant().home() == home; i++) {
      abroad = shops.next(dice);
    }
    var country = abroad.merchant().home();
    int size = scheme.draw(CLONED);
    int minutes = scheme.draw(CLONE_MINUTES);
    for (long time : scheme.times(size, minutes)) {
      var shop = shops.next(country, dice);
      double dollars = shop.dollars(dice) * (0.8 + 2 * dice.fraction());
      scheme.pay(time, card, shop, dollars, approvedOrNot(0.85, dice));
    }
    for (long time : scheme.times(2 + size / 3, minutes)) {
      var shop = shops.next(home, dice);
      scheme.besides(time, card, shop, checkout.pay(card, shop, dice));
    }
  }

  private void stolenBatch(Scheme scheme) {
    var dice = scheme.dice;
    var list = new StolenCards(cards, dice);
    var batch = new int[scheme.draw(STOLEN)];
    for (int i = 0; i < batch.length; i++) {
      batch[i] = list.next(dice);
    }
    Arrays.stream(batch).mapToObj(Cards::id).distinct().sorted().forEach(scheme::of);
    var favourites = some(dice.between(4, 30), dice);
    int uses = scheme.draw(STOLEN_USES);
    double approved = 0.6 + 0.3 * dice.fraction();
    var parts = new HashMap<Key, Integer>();
    for (long time : scheme.times(batch.length * uses, scheme.draw(STOLEN_MINUTES))) {
      int card = batch[dice.below(batch.length)];
      var shop = dice.happens(0.7) ? favourites[dice.below(favourites.length)] : shops.next(dice);
      double dollars = shop.dollars(dice) * (1 + 3 * dice.fraction());
      scheme.pay(time, card, shop, dollars, approvedOrNot(approved, dice));
      parts.merge(new Key("issuer", cards.issuer(card).bin()), 1, Integer::sum);
      parts.merge(new Key("merchant", shop.merchant().id()), 1, Integer::sum);
    }
    parts.entrySet().stream()
        .filter(it -> it.getValue() >= EXPLAINS * scheme.size())
        .map(Map.Entry::getKey)
        .forEach(scheme::orOf);
  }

  private void countryAttack(Scheme scheme) {
    var dice = scheme.dice;
    var country = shops.next(dice).merchant().home();
    scheme.of(country.name());
    var list = new StolenCards(cards, dice);
    double approved = 0.5 + 0.3 * dice.fraction();
    for (long time : scheme.times(scheme.draw(ATTACKS), scheme.draw(ATTACK_MINUTES))) {
      var shop = shops.next(country, dice);
      double dollars = shop.dollars(dice) * (1 + 2 * dice.fraction());
      scheme.pay(time, list.next(dice), shop, dollars, approvedOrNot(approved, dice));
    }
  }

  /** Some merchants, of which no two are the same if there are enough. */
  private Shop[] some(int size, Dice dice) {
    Set<Shop> some = new LinkedHashSet<>();
    for (int i = 0; i < 20 * size && some.size() < size; i++) {
      some.add(shops.next(dice));
    }
    return List.copyOf(some).toArray(Shop[]::new);
  }

  private static String approvedOrNot(double approved, Dice dice) {
    return dice.happens(approved) ? Payments.APPROVED : Transaction.DECLINED;
  }
}
