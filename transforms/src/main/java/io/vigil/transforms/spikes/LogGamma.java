package io.vigil.transforms.spikes;

/**
 * The logarithm of the gamma function, which no class of the JDK has.
 *
 * <p>Stirling's series with its first eight terms (NIST Digital Library of Mathematical Functions,
 * 5.11.1). Its error is below the first term left out, 0.18 / x<sup>17</sup>, which no digit of a
 * double shows from 16 on. Smaller arguments are lifted there by Γ(x + 1) = x Γ(x).
 */
final class LogGamma {

  private static final double SERIES_FROM = 16;
  private static final double HALF_LOG_TWO_PI = 0.9189385332046727;

  /** B(2n) / (2n (2n − 1)) for n = 1 to 8, with Bernoulli's numbers B. */
  private static final double[] STIRLING = {
    1.0 / 12,
    -1.0 / 360,
    1.0 / 1260,
    -1.0 / 1680,
    1.0 / 1188,
    -691.0 / 360360,
    1.0 / 156,
    -3617.0 / 122400
  };

  private LogGamma() {}

  /** The logarithm of Γ(x), for x above 0. */
  static double of(double x) {
    double lifted = x;
    double product = 1;
    while (lifted < SERIES_FROM) {
      product *= lifted;
      lifted++;
    }
    return series(lifted) - StrictMath.log(product);
  }

  private static double series(double x) {
    double inverseSquare = 1 / (x * x);
    double sum = 0;
    for (int n = STIRLING.length - 1; n >= 0; n--) {
      sum = sum * inverseSquare + STIRLING[n];
    }
    return (x - 0.5) * StrictMath.log(x) - x + HALF_LOG_TWO_PI + sum / x;
  }
}
