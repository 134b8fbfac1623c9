package io.vigil.pipelines.generate;

import io.vigil.pipelines.generate.Merchants.Merchant;
import io.vigil.schemas.Transaction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Plants the incidents of the plain world, spread evenly over the time and the kinds. Each has dice
 * of its own, so that it is the same whatever else is generated in that time.
 */
final class PlainIncidents implements Plot {

  private static final int MINUTE = 60_000;

  private final int count;
  private final long seed;
  private final long start;
  private final long end;
  private final Payments payments;
  private final Cards cards;
  private final Merchants merchants;

  /**
   * Incidents between two times.
   *
   * @param end the last time at which a payment may be made
   */
  PlainIncidents(
      int count,
      long seed,
      long start,
      long end,
      Payments payments,
      Cards cards,
      Merchants merchants) {
    this.count = count;
    this.seed = seed;
    this.start = start;
    this.end = end;
    this.payments = payments;
    this.cards = cards;
    this.merchants = merchants;
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public long notBefore(int number) {
    return start + (long) ((double) (end - start) * (number - 1) / count);
  }

  @Override
  public void plant(int number, Consumer<Incident> planted) {
    var kinds = IncidentKind.PLAIN;
    planted.accept(new Plan(number, kinds.get((number - 1) % kinds.size())).incident());
  }

  /** One incident in the making. */
  private final class Plan {

    private final int number;
    private final IncidentKind kind;
    private final Dice dice;
    private final List<String> keys = new ArrayList<>();
    private final List<Transaction> transactions = new ArrayList<>();

    Plan(int number, IncidentKind kind) {
      this.number = number;
      this.kind = kind;
      this.dice = new Dice(seed, Story.CONCERN + number);
    }

    Incident incident() {
      switch (kind) {
        case CARD_TESTING -> cardTesting();
        case STOLEN_BATCH -> stolenBatch();
        case DRAINED_CARD -> drainedCard();
        case COUNTRY_ATTACK -> countryAttack();
        case DECLINE_STORM -> declineStorm();
        default -> throw new IllegalStateException("not of this world: " + kind);
      }
      var subtlety = kind.isFraud() ? Subtlety.CLEAR : null;
      return Incident.of(number, kind, subtlety, keys, transactions);
    }

    private void cardTesting() {
      var merchant = merchants.any(dice);
      keys.add(merchant.id());
      int approvals = dice.between(4, 10);
      var times = times(dice.between(80, 200) + approvals, dice.between(6, 20));
      for (int i = 0; i < times.length; i++) {
        int card = cards.any(dice);
        if (i < times.length - approvals) {
          pay(times[i], card, merchant, 0.5 + 1.5 * dice.fraction(), Transaction.DECLINED);
        } else {
          pay(times[i], card, merchant, 20 + 60 * dice.fraction(), Payments.APPROVED);
        }
      }
    }

    private void stolenBatch() {
      var batch = new int[dice.between(20, 40)];
      for (int i = 0; i < batch.length; i++) {
        batch[i] = cards.any(dice);
      }
      Arrays.stream(batch).mapToObj(Cards::id).distinct().sorted().forEach(keys::add);
      var times = times(batch.length * dice.between(3, 5), dice.between(15, 40));
      for (int i = 0; i < times.length; i++) {
        var merchant = merchants.next(dice);
        pay(times[i], batch[i % batch.length], merchant, 4 * usual(merchant), mostly(0.25));
      }
    }

    private void drainedCard() {
      int card = cards.any(dice);
      keys.add(Cards.id(card));
      int declines = dice.between(2, 4);
      var times = times(dice.between(8, 16) + declines, dice.between(3, 8));
      for (int i = 0; i < times.length; i++) {
        var merchant = merchants.next(dice);
        boolean isDrained = i >= times.length - declines;
        pay(
            times[i],
            card,
            merchant,
            200 + 40 * i + 100 * dice.fraction(),
            isDrained ? Transaction.DECLINED : Payments.APPROVED);
      }
    }

    private void countryAttack() {
      var country = cards.home(cards.any(dice));
      keys.add(country.name());
      for (long time : times(dice.between(120, 300), dice.between(15, 30))) {
        var merchant = merchants.next(dice);
        pay(time, cards.any(country, dice), merchant, 2.5 * usual(merchant), mostly(0.4));
      }
    }

    private void declineStorm() {
      var country = cards.home(cards.any(dice));
      keys.add(country.name());
      for (long time : times(dice.between(120, 300), dice.between(5, 20))) {
        int card = cards.any(country, dice);
        var merchant = merchants.next(country, dice);
        add(
            time,
            card,
            merchant,
            merchant.category().dollars(dice),
            Transaction.DECLINED,
            dice.below(30));
      }
    }

    private double usual(Merchant merchant) {
      return merchant.category().median() * (0.5 + dice.fraction());
    }

    private String mostly(double declined) {
      return dice.happens(declined) ? Transaction.DECLINED : Payments.APPROVED;
    }

    /** So many times within so many minutes, in order. */
    private long[] times(int size, int minutes) {
      long length = Math.min((long) minutes * MINUTE, end - start);
      long slot = notBefore(number);
      long room = Math.max(0, Math.min(notBefore(number + 1), end) - slot - length);
      long from = Math.min(slot + (long) (room * dice.fraction()), end - length);
      // The last incidents may have less room than they are long: they start with their slot then.
      long first = Math.max(from, slot);
      long span = Math.min(length, end - first);
      var times = new long[size];
      for (int i = 0; i < size; i++) {
        times[i] = first + (long) (span * dice.fraction());
      }
      Arrays.sort(times);
      return times;
    }

    /** Adds a payment whose risk score is higher than usual, but not so that it says it all. */
    private void pay(long time, int card, Merchant merchant, double dollars, String status) {
      add(time, card, merchant, dollars, status, dice.between(20, 99));
    }

    private void add(
        long time, int card, Merchant merchant, double dollars, String status, int risk) {
      transactions.add(
          payments.payment(
              Story.FIRST_SERIES + number,
              transactions.size(),
              time,
              card,
              merchant,
              dollars,
              status,
              risk));
    }
  }
}
