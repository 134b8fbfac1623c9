package io.vigil.pipelines.generate;

import io.vigil.pipelines.generate.Incident.Key;
import io.vigil.schemas.Transaction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An incident of the market in the making: when it may happen, and what has been decided of it. */
final class Scheme {

  private static final long MINUTE = 60_000;

  /** A scheme takes no more than this part of the time that is left. */
  private static final double LONGEST = 0.9;

  private static final Comparator<Transaction> IN_ORDER =
      Comparator.comparingLong(Transaction::eventTime);

  private final int number;
  private final IncidentKind kind;
  private final @Nullable Subtlety subtlety;
  private final long from;
  private final long end;
  private final Payments payments;
  private final List<String> keys = new ArrayList<>();
  private final List<Key> others = new ArrayList<>();
  private final List<Transaction> transactions = new ArrayList<>();
  private final List<Transaction> bystanders = new ArrayList<>();

  /** Decides all that is left to chance. */
  final Dice dice;

  /** How much of it a scoring of risks sees: of some frauds nearly nothing. */
  private final double tell;

  /**
   * @param from before which it does not happen
   * @param end when all payments end
   */
  Scheme(
      int number,
      IncidentKind kind,
      @Nullable Subtlety subtlety,
      long from,
      long end,
      Payments payments,
      Dice dice) {
    this.number = number;
    this.kind = kind;
    this.subtlety = subtlety;
    this.from = from;
    this.end = end;
    this.payments = payments;
    this.dice = dice;
    this.tell = 0.25 + 0.65 * dice.fraction();
  }

  IncidentKind kind() {
    return kind;
  }

  int number() {
    return number;
  }

  long from() {
    return from;
  }

  /** As much as befits its subtlety. */
  int draw(Dose dose) {
    if (subtlety == null) {
      throw new IllegalStateException(kind + " is not subtle or blatant");
    }
    return dose.draw(subtlety, dice);
  }

  /** Names whom it happens to. */
  void of(String key) {
    keys.add(key);
  }

  /** Names another key that would be as good. */
  void orOf(Key other) {
    others.add(other);
  }

  /** So long it may last at most, if that many minutes are wanted. */
  long length(int minutes) {
    return Math.min(minutes * MINUTE, (long) ((end - from) * LONGEST));
  }

  /** So many times within so many minutes, in order: in the manner of people, or of programs. */
  long[] times(int size, int minutes) {
    long length = length(minutes);
    var times = new long[size];
    int manner = dice.below(4);
    int waves = dice.between(2, 5);
    for (int i = 0; i < size; i++) {
      double chance = dice.fraction();
      double part =
          switch (manner) {
            case 0 -> chance;
            // It starts at once and ebbs away.
            case 1 -> chance * chance;
            // In waves, with pauses between them.
            case 2 -> (dice.below(waves) + 0.4 * chance) / waves;
            // A program, as steady as the network lets it be.
            default -> (i + 0.3 * chance) / size;
          };
      times[i] = from + (long) (length * part);
    }
    Arrays.sort(times);
    return times;
  }

  /** A fraudulent payment. */
  void pay(long time, int card, Shop shop, double dollars, String status) {
    add(time, card, shop, dollars, status, risk());
  }

  /** A fraudulent attempt with a number that nobody has. */
  void guess(long time, int card, Issuers.Issuer issuer, Shop shop, double dollars) {
    transactions.add(
        payments.payment(
            Story.FIRST_SERIES + number,
            transactions.size() + bystanders.size(),
            time,
            card,
            issuer,
            shop.merchant(),
            dollars,
            Transaction.DECLINED,
            risk()));
  }

  /** A payment of the incident with the score of an ordinary one. */
  void add(long time, int card, Shop shop, double dollars, String status, int risk) {
    transactions.add(payment(time, card, shop, dollars, status, risk));
  }

  /** An ordinary payment beside it. */
  void besides(long time, int card, Shop shop, Checkout.Outcome outcome) {
    bystanders.add(payment(time, card, shop, outcome.dollars(), outcome.status(), outcome.risk()));
  }

  /** A score above the usual if the scoring sees it, and else one as of anybody. */
  private int risk() {
    double chance = dice.fraction();
    return dice.happens(tell) ? 30 + (int) (70 * chance) : (int) (100 * StrictMath.pow(chance, 5));
  }

  private Transaction payment(
      long time, int card, Shop shop, double dollars, String status, int risk) {
    return payments.payment(
        Story.FIRST_SERIES + number,
        transactions.size() + bystanders.size(),
        Math.min(time, end),
        card,
        shop.merchant(),
        dollars,
        status,
        risk);
  }

  /** How many transactions it has so far. */
  int size() {
    return transactions.size();
  }

  Incident incident() {
    transactions.sort(IN_ORDER);
    return new Incident(
        number,
        kind,
        subtlety,
        keys,
        others,
        transactions.get(0).eventTime(),
        transactions.get(transactions.size() - 1).eventTime(),
        transactions,
        bystanders);
  }
}
