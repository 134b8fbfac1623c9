package io.vigil.pipelines.generate;

import io.vigil.pipelines.generate.Checkout.Outcome;
import io.vigil.pipelines.generate.Shop.Charges;
import io.vigil.pipelines.generate.Story.Payment;
import io.vigil.schemas.Transaction;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * The ordinary payments of the market, with all that makes fraud hard to tell from them. People
 * travel; what was declined is tried again; corporate cards pay all day, often several times in a
 * row; and at the hour subscribers are charged by the hundred.
 *
 * <p>Payments that follow from others come on top of those whose number is asked for.
 */
final class MarketPayments implements OrdinaryPayments {

  private static final double ABROAD = 0.03;
  private static final double CORPORATE = 0.025;
  private static final int CARDS_FOR_EACH_CORPORATE = 2_000;
  private static final double SERIES = 0.15;
  private static final double TRAVELLING = 0.02;
  private static final long TRIP = 5 * Rhythm.DAY;

  private static final double RETRIED = 0.4;
  private static final int MOST_ATTEMPTS = 5;

  /** An account that was empty is probably still empty a minute later. */
  private static final double DECLINED_AGAIN = 0.65;

  /** Of subscribers more are declined: nobody is there who would take another card. */
  private static final double HARDSHIP_OF_CHARGES = 2.5;

  private static final long HOUR = Rhythm.DAY / 24;

  /** Somebody's intention to pay. */
  private record Intent(long time, long place, int card, Shop shop, double dollars, int attempt) {}

  private final int series;
  private final Times times;
  private final long last;
  private final Payments payments;
  private final Cards cards;
  private final Shops shops;
  private final Checkout checkout;
  private final Outages outages;
  private final Dice dice;
  private final int[] corporate;
  private final Choice corporateUse;
  private final long travels;
  private final PriorityQueue<Intent> intents =
      new PriorityQueue<>(Comparator.comparingLong(Intent::time).thenComparingLong(Intent::place));

  private long places;
  private long number;
  private long nextHour;
  private long nextTime;
  private boolean hasTime;

  /**
   * @param series of the ids
   * @param start since when subscribers are charged
   */
  MarketPayments(
      int series,
      Times times,
      long start,
      Payments payments,
      Cards cards,
      Shops shops,
      Outages outages,
      Dice dice) {
    this.series = series;
    this.times = times;
    this.last = times.last();
    this.payments = payments;
    this.cards = cards;
    this.shops = shops;
    this.checkout = new Checkout(cards);
    this.outages = outages;
    this.dice = dice;
    corporate = new int[1 + cards.size() / CARDS_FOR_EACH_CORPORATE];
    for (int i = 0; i < corporate.length; i++) {
      corporate[i] = cards.any(dice);
    }
    corporateUse = Choice.of(Choice.zipf(corporate.length, 0.6));
    travels = Dice.mix(dice.below(Integer.MAX_VALUE));
    nextHour = Math.floorDiv(start, HOUR) * HOUR + HOUR;
    takeTime();
  }

  @Override
  public boolean hasNext() {
    return hasTime || !intents.isEmpty();
  }

  @Override
  public long nextTime() {
    return isIntentNext() ? intents.element().time : nextTime;
  }

  @Override
  public Payment next() {
    var payment = isIntentNext() ? intended(intents.remove()) : spontaneous();
    if (!hasNext()) {
      outages.close();
    }
    return payment;
  }

  private boolean isIntentNext() {
    return !intents.isEmpty() && (!hasTime || intents.element().time <= nextTime);
  }

  private Payment spontaneous() {
    long time = nextTime;
    takeTime();
    boolean isCorporate = dice.happens(CORPORATE);
    int card = isCorporate ? corporate[corporateUse.next(dice)] : cards.next(dice);
    var shop = dice.happens(ABROAD) ? shops.next(dice) : shops.next(whereabouts(card, time), dice);
    if (isCorporate && dice.happens(SERIES)) {
      series(time, card, shop);
    }
    return made(time, card, shop, checkout.pay(card, shop, dice), 1);
  }

  private Payment intended(Intent intent) {
    var shop = intent.shop;
    Outcome outcome;
    if (intent.attempt == 0) {
      outcome = checkout.pay(intent.card, shop, intent.dollars, HARDSHIP_OF_CHARGES, dice);
      return made(intent.time, intent.card, shop, outcome, MOST_ATTEMPTS);
    }
    boolean isRetry = intent.attempt > 1;
    if (isRetry) {
      var status = dice.happens(DECLINED_AGAIN) ? Transaction.DECLINED : Payments.APPROVED;
      outcome = new Outcome(intent.dollars, status, checkout.risk(intent.card, shop, dice));
    } else {
      outcome = checkout.pay(intent.card, shop, intent.dollars, 1, dice);
    }
    return made(intent.time, intent.card, shop, outcome, intent.attempt);
  }

  private Payment made(long time, int card, Shop shop, Outcome wanted, int attempt) {
    outages.at(time);
    var merchant = shop.merchant();
    var outage = outages.of(time, cards.issuer(card), merchant.home(), dice);
    // A refund asks nobody whether it may be.
    boolean isStruck = outage != null && wanted.dollars() > 0;
    var status = isStruck ? Transaction.DECLINED : wanted.status();
    var transaction =
        payments.payment(
            series, number++, time, card, merchant, wanted.dollars(), status, wanted.risk());
    if (transaction.isDeclined() && attempt < MOST_ATTEMPTS && dice.happens(RETRIED)) {
      long pause = 3_000 + (long) (90_000 * dice.fraction() * dice.fraction());
      intend(time + pause, card, shop, wanted.dollars(), attempt + 1);
    }
    if (outage == null || !isStruck) {
      return new Payment(transaction, 0);
    }
    outage.add(transaction);
    return new Payment(transaction, outage.number());
  }

  /** Several payments in a row, as a travel agency or a fleet makes them. */
  private void series(long from, int card, Shop first) {
    long time = from;
    var shop = first;
    for (int left = dice.between(2, 6); left > 0; left--) {
      time += 8_000 + (long) (100_000 * dice.fraction());
      if (dice.happens(0.25)) {
        shop = shops.next(shop.merchant().home(), dice);
      }
      intend(time, card, shop, shop.dollars(dice), 1);
    }
  }

  /** Where somebody is: at home, but for a few who are on a journey. */
  private Country whereabouts(int card, long time) {
    long trip = Dice.mix(travels ^ Dice.mix(card * 1_000L + time / TRIP));
    double chance = (trip >>> 11) * 0x1p-53;
    if (chance >= TRAVELLING) {
      return cards.home(card);
    }
    var countries = Country.values();
    return countries[(int) (chance / TRAVELLING * countries.length)];
  }

  private void takeTime() {
    hasTime = times.hasNext();
    if (hasTime) {
      nextTime = times.next();
      for (; nextHour <= nextTime; nextHour += HOUR) {
        charge(nextHour);
      }
    }
  }

  private void charge(long hour) {
    int hourOfDay = (int) (Math.floorMod(hour, Rhythm.DAY) / HOUR);
    for (var shop : shops.charging()) {
      var charges = shop.charges();
      if (charges != null && charges.isDue(hourOfDay)) {
        charge(hour, shop, charges);
      }
    }
  }

  private void charge(long hour, Shop shop, Charges charges) {
    double size = charges.size() * (0.8 + 0.4 * dice.fraction());
    int whole = (int) size + (dice.happens(size - (int) size) ? 1 : 0);
    long length = 20_000 + 10L * whole;
    for (int i = 0; i < whole; i++) {
      double part = dice.fraction();
      int card = cards.near(shop.merchant().home(), dice);
      intend(hour + (long) (length * part * part), card, shop, price(shop, dice), 0);
    }
  }

  /** Subscriptions have few prices, one cent or ten below a round one. */
  private static double price(Shop shop, Dice dice) {
    return Math.max(1, Math.rint(shop.median() * (1 + dice.below(3)))) - 0.01;
  }

  private void intend(long time, int card, Shop shop, double dollars, int attempt) {
    if (time <= last) {
      intents.add(new Intent(time, places++, card, shop, dollars, attempt));
    }
  }
}
