package io.vigil.transforms.spikes;

/**
 * What a baseline learned from the days that are over, and the distribution of a bucket's count
 * that follows from it. Immutable. It changes at midnight (UTC) only, and so do the thresholds.
 *
 * <p>Every sum is forgotten exponentially, by whole days: at the end of a day each is multiplied by
 * d = 2^(−1 day / half-life), and then the day's whole numbers are added. Spiking buckets are left
 * out, as if nobody had looked: they add neither to what was flagged nor to the buckets seen.
 *
 * <h2>The model</h2>
 *
 * Per slot s of the day there are S<sub>s</sub> flagged transactions in n<sub>s</sub> buckets, over
 * all slots S and n; and F is the sum of x (x − 1) over all buckets, with x their counts.
 *
 * <ul>
 *   <li>The key's overall rate per bucket is M = (½ + S) / (n<sub>day</sub> + n): Jeffreys' prior
 *       for a Poisson rate, Gamma(½, 0), with one day of empty buckets put before it, since a key
 *       of which nothing is known is quiet.
 *   <li>A slot's rate is drawn towards it: m<sub>s</sub> = (a + S<sub>s</sub>) / (a / M +
 *       n<sub>s</sub>), the mean of the gamma posterior under a prior with mean M and shape a = 4,
 *       that is, hours differ from the key's mean by 1/√4 = 50 %. (Gelman et al., Bayesian Data
 *       Analysis, 3rd edition, 2.6.) A slot with few flagged transactions has the key's rate, a
 *       busy one its own.
 *   <li>Overdispersion φ, by which Var X = m + φ m², is what the counts have more in pairs than
 *       independent ones would: for a negative binomial E[X (X − 1)] = m² (1 + φ), so by the method
 *       of moments φ = F / Σ n<sub>s</sub> m<sub>s</sub>² − 1. A prior of φ = 1 that weighs as much
 *       as 10 expected pairs steadies quiet keys; and φ is never below 0.01, since no rate stays
 *       within a tenth of itself from week to week.
 *   <li>The rate is known only so well: the relative variance of m<sub>s</sub> is v = (1 + φ
 *       m<sub>s</sub>) / (a + S<sub>s</sub>). That of M is left out: it matters only where S is so
 *       small that the floor decides.
 *   <li>The count of a bucket is then {@link NegativeBinomial} with mean m<sub>s</sub> and shape 1
 *       / ((1 + φ) (1 + v) − 1): the relative variance of a product of two independent gamma
 *       variables, matched by one.
 * </ul>
 */
final class History {

  private static final double OVERALL_PRIOR = 0.5;
  private static final double SLOT_PRIOR = 4;
  private static final double PRIOR_DISPERSION = 1;
  private static final double PRIOR_PAIRS = 10;
  private static final double LEAST_DISPERSION = 0.01;

  private final SpikeSettings settings;

  /** How many days were learned from, each by its weight. */
  final double days;

  final double pairs;

  /** Flagged transactions outside of spikes, by slot. */
  final double[] flagged;

  /** Spiking buckets, by slot. */
  final double[] leftOut;

  /** By slot; 0 while nobody asked. Two threads may both compute one, and find the same. */
  private final long[] thresholds;

  History(SpikeSettings settings, double days, double pairs, double[] flagged, double[] leftOut) {
    this.settings = settings;
    this.days = days;
    this.pairs = pairs;
    this.flagged = flagged;
    this.leftOut = leftOut;
    this.thresholds = new long[flagged.length];
  }

  static History empty(SpikeSettings settings) {
    int slots = settings.slotsPerDay();
    return new History(settings, 0, 0, new double[slots], new double[slots]);
  }

  /** With one more day, which is over. */
  History plus(Today day) {
    var sum = afterFading(1);
    double[] flaggedThen = sum.flagged.clone();
    double[] leftOutThen = sum.leftOut.clone();
    for (int slot = 0; slot < flaggedThen.length; slot++) {
      flaggedThen[slot] += day.flagged[slot];
      leftOutThen[slot] += day.spikes[slot];
    }
    if (sumOf(leftOutThen) * settings.bucket().toMillis() > settings.newNormalAfter().toMillis()) {
      return empty(settings).plus(day.withoutExceptions());
    }
    return new History(settings, sum.days + 1, sum.pairs + day.pairs, flaggedThen, leftOutThen);
  }

  /** With so many more days in which nothing was flagged. */
  History plusQuietDays(long quietDays) {
    if (quietDays == 0) {
      return this;
    }
    var faded = afterFading(quietDays);
    double weight = days;
    double kept = settings.keptPerDay();
    for (long day = 0; day < quietDays; day++) {
      weight = weight * kept + 1;
    }
    return new History(settings, weight, faded.pairs, faded.flagged, faded.leftOut);
  }

  /** The distribution of the count of a bucket in the slot. */
  NegativeBinomial distribution(int slot) {
    double overall =
        (OVERALL_PRIOR + sumOf(flagged)) / (settings.bucketsPerDay() * (1 + days) - sumOf(leftOut));
    double expectedPairs = PRIOR_PAIRS;
    for (int each = 0; each < flagged.length; each++) {
      double rate = rate(each, overall);
      expectedPairs += buckets(each) * rate * rate;
    }
    double dispersion =
        Math.max(
            LEAST_DISPERSION, (pairs + PRIOR_PAIRS * (1 + PRIOR_DISPERSION)) / expectedPairs - 1);
    double rate = rate(slot, overall);
    double doubt = (1 + dispersion * rate) / (SLOT_PRIOR + flagged[slot]);
    return new NegativeBinomial(rate, 1 / ((1 + dispersion) * (1 + doubt) - 1));
  }

  /** The smallest count of a bucket in the slot that is a spike. */
  long threshold(int slot) {
    if (thresholds[slot] == 0) {
      thresholds[slot] =
          Math.max(
              settings.minimumCount(),
              distribution(slot).smallestCountWithTailAtMost(settings.falseAlarms()));
    }
    return thresholds[slot];
  }

  private double rate(int slot, double overall) {
    return (SLOT_PRIOR + flagged[slot]) / (SLOT_PRIOR / overall + buckets(slot));
  }

  /** Not below 0, as rounding might have it when every bucket was left out. */
  private double buckets(int slot) {
    return Math.max(0, settings.bucketsPerSlot() * days - leftOut[slot]);
  }

  /** Day by day and not by one power, so that skipping days rounds as going through them does. */
  private History afterFading(long wholeDays) {
    double kept = settings.keptPerDay();
    double[] flaggedThen = flagged.clone();
    double[] leftOutThen = leftOut.clone();
    double daysThen = days;
    double pairsThen = pairs;
    for (long day = 0; day < wholeDays; day++) {
      daysThen *= kept;
      pairsThen *= kept;
      for (int slot = 0; slot < flaggedThen.length; slot++) {
        flaggedThen[slot] *= kept;
        leftOutThen[slot] *= kept;
      }
    }
    return new History(settings, daysThen, pairsThen, flaggedThen, leftOutThen);
  }

  private static double sumOf(double[] numbers) {
    // In the order of the slots; a stream's sum() may add in another.
    double sum = 0;
    for (double number : numbers) {
      sum += number;
    }
    return sum;
  }
}
