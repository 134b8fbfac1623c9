package io.vigil.transforms.spikes;

/**
 * The distribution of how many of n attempts have a signal, if the share is itself uncertain and
 * follows a beta distribution:
 *
 * <pre>P(X = k) = C(n, k) · B(k + a, n − k + b) / B(a, b)</pre>
 *
 * (Skellam, 1948; Johnson, Kemp, Kotz: Univariate Discrete Distributions, 3rd edition, 6.2.2.) The
 * upper tail is summed term by term from k on, where P(X = k + 1) / P(X = k) = (n − k) (a + k) /
 * ((k + 1) (b + n − k − 1)), so that a tail of 10<sup>-300</sup> is as exact as one of a half.
 *
 * @param attempts n, 0 or more
 * @param a above 0; a / (a + b) is the share
 * @param b above 0
 */
record BetaBinomial(long attempts, double a, double b) {

  /** Where a further term changes nothing but the last bits. */
  private static final double PRECISION = 1e-17;

  BetaBinomial {
    if (attempts < 0 || !(a > 0) || !(b > 0)) {
      throw new IllegalArgumentException(
          "no distribution for n = " + attempts + ", a = " + a + ", b = " + b);
    }
  }

  double mean() {
    return attempts * a / (a + b);
  }

  /**
   * Whether the count is more than the mean and a standard deviation: what is not is never
   * improbable. Var(X) = n p (1 − p) (1 + (n − 1) / (a + b + 1)).
   */
  boolean isMore(long count) {
    double more = count - mean();
    double share = a / (a + b);
    double variance = attempts * share * (1 - share) * (1 + (attempts - 1) / (a + b + 1));
    return more > 0 && more * more > variance;
  }

  /** P(X ≥ count). */
  double tail(long count) {
    if (count <= 0) {
      return 1;
    }
    if (count > attempts) {
      return 0;
    }
    double term = probability(count);
    double sum = term;
    for (long k = count; k < attempts; k++) {
      term *= (attempts - k) * (a + k) / ((k + 1) * (b + attempts - k - 1));
      sum += term;
      if (term < sum * PRECISION) {
        break;
      }
    }
    return Math.min(sum, 1);
  }

  private double probability(long k) {
    return StrictMath.exp(
        LogGamma.of(attempts + 1)
            - LogGamma.of(k + 1)
            - LogGamma.of(attempts - k + 1)
            + LogGamma.of(k + a)
            + LogGamma.of(attempts - k + b)
            - LogGamma.of(attempts + a + b)
            + LogGamma.of(a + b)
            - LogGamma.of(a)
            - LogGamma.of(b));
  }

  /**
   * The smallest count whose tail is at most the probability; more than the attempts if there is
   * none.
   */
  long smallestCountWithTailAtMost(double probability) {
    long tooLow = 0;
    long enough = attempts + 1;
    while (enough - tooLow > 1) {
      long middle = tooLow + (enough - tooLow) / 2;
      if (tail(middle) > probability) {
        tooLow = middle;
      } else {
        enough = middle;
      }
    }
    return enough;
  }
}
