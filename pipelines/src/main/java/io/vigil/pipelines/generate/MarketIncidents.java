package io.vigil.pipelines.generate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/**
 * Plants the incidents of the market: each kind once in a round, in an order of its own, and each
 * at any time of its share of the time. Each has dice of its own, so that it is the same whatever
 * else is generated.
 */
final class MarketIncidents implements Plot {

  /** Nobody attacks in the first hours: who watches has seen nothing yet. */
  private static final long QUIET = 3 * Rhythm.DAY / 24;

  private static final int QUIET_PART = 8;

  private final int count;
  private final List<Subtlety> subtleties;
  private final long seed;
  private final long start;
  private final long end;
  private final Payments payments;
  private final Frauds frauds;
  private final Surges surges;
  private final List<IncidentKind> order = new ArrayList<>();

  /**
   * Incidents between two times.
   *
   * @param subtleties of the frauds, each as often as the others
   * @param end the last time at which a payment may be made
   * @param kinds dice for their order
   */
  MarketIncidents(
      int count,
      List<Subtlety> subtleties,
      long seed,
      long start,
      long end,
      Payments payments,
      Frauds frauds,
      Surges surges,
      Dice kinds) {
    this.count = count;
    this.subtleties = List.copyOf(subtleties);
    this.seed = seed;
    this.start = start + Math.min(QUIET, (end - start) / QUIET_PART);
    this.end = end;
    this.payments = payments;
    this.frauds = frauds;
    this.surges = surges;
    while (order.size() < count) {
      var round = new ArrayList<>(IncidentKind.MARKET);
      for (int i = round.size() - 1; i > 0; i--) {
        Collections.swap(round, i, kinds.below(i + 1));
      }
      order.addAll(round);
    }
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
    var dice = new Dice(seed, Story.CONCERN + number);
    var kind = order.get(number - 1);
    var subtlety = kind.isFraud() ? subtleties.get(dice.below(subtleties.size())) : null;
    long from =
        notBefore(number) + (long) ((notBefore(number + 1) - notBefore(number)) * dice.fraction());
    var scheme = new Scheme(number, kind, subtlety, from, end, payments, dice);
    switch (kind) {
      case ISSUER_OUTAGE -> surges.issuerOutage(scheme);
      case DECLINE_STORM -> surges.declineStorm(scheme);
      case FLASH_SALE -> surges.flashSale(scheme);
      case BATCH_UPLOAD -> surges.batchUpload(scheme);
      case NEW_MERCHANT -> surges.newMerchant(scheme);
      default -> frauds.commit(scheme);
    }
    if (scheme.size() > 0) {
      planted.accept(scheme.incident());
    }
  }
}
