package io.vigil.transforms.spikes;

import io.vigil.transforms.signals.SignalTally;
import java.util.NavigableMap;

/**
 * How many attempts a key has in an hour: by those of the last buckets, and what was learned before
 * as if that were twenty minutes more.
 */
final class Pace {

  private static final double WEIGHT_OF_LEARNED = 1.0 / 3;

  /** Within a day most keys are twice as busy at one time as at another. */
  private static final double DISPERSION = 0.25;

  private static final double LEAST_EXPECTED = 0.5;

  /** So many times as many attempts as there are stand for any number. */
  private static final int MANY = 20;

  private Pace() {}

  /**
   * Attempts in an hour.
   *
   * @param recent the buckets since {@code from}
   * @param before only what is before that time counts
   */
  static double hourly(
      NavigableMap<Long, SignalTally> recent, Learned learned, long from, long before) {
    double hours = Math.max(0, before - from) / (double) Peers.HOUR;
    double attempts = 0;
    for (var it : recent.headMap(before, false).values()) {
      attempts += it.attempts();
    }
    boolean isKnown = learned.hours() >= 1;
    double usual = isKnown ? learned.attempts() / learned.hours() : 0;
    double weight = isKnown ? WEIGHT_OF_LEARNED : 0;
    return hours + weight == 0 ? 0 : (attempts + weight * usual) / (hours + weight);
  }

  /**
   * How improbable so many attempts are, or more: gamma-Poisson, by its likeness to the
   * beta-binomial of a small share.
   *
   * @param expected in that time
   * @param known how many attempts that is known from
   */
  static double surge(long attempts, double expected, double known) {
    double mean = Math.max(LEAST_EXPECTED, expected);
    if (attempts <= mean) {
      return 1;
    }
    double many = MANY * (attempts + mean);
    double share = mean / many;
    double a = 1 / (DISPERSION + 1 / (1 + known));
    return new BetaBinomial((long) many, a, a * (1 - share) / share).tail(attempts);
  }
}
