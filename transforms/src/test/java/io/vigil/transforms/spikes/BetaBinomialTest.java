package io.vigil.transforms.spikes;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BetaBinomialTest {

  private static final double DIGITS = 1e-10;

  /** A uniform share makes all counts from 0 to n equally probable. */
  @ParameterizedTest
  @CsvSource({"10, 10", "10, 4", "1000, 999", "7, 1"})
  void withAUniformShareAllCountsAreAlike(long attempts, long count) {
    double expected = (attempts - count + 1) / (attempts + 1.0);
    assertThat(new BetaBinomial(attempts, 1, 1).tail(count), closeTo(expected, DIGITS));
  }

  /**
   * By hand, with B(2, 3) = 1/12: P(9) = 10 · 12 · 10! 3! / 14! = 30/1001, and P(10) = 12 · 11! 2!
   * / 14! = 11/1001.
   */
  @Test
  void isAsReckonedByHand() {
    assertThat(new BetaBinomial(10, 2, 3).tail(9), closeTo(41 / 1001.0, DIGITS));
    assertThat(new BetaBinomial(10, 2, 3).tail(10), closeTo(11 / 1001.0, DIGITS));
  }

  /** n successes under Beta(1, b): n! b! / (n + b)! = 1 / C(n + b, n); C(40, 20) = 137846528820. */
  @Test
  void farTailsKeepTheirDigits() {
    double expected = 1 / 137_846_528_820.0;
    assertThat(new BetaBinomial(20, 1, 20).tail(20) / expected, closeTo(1, DIGITS));
  }

  /** With a share that is certain it is the binomial distribution: P(X ≥ 2) of 3 at ½ is ½. */
  @Test
  void aCertainShareIsBinomial() {
    assertThat(new BetaBinomial(3, 1e5, 1e5).tail(2), closeTo(0.5, 1e-6));
  }

  @Test
  void theThresholdIsTheSmallestCountThatIsImprobableEnough() {
    // P(X ≥ k) = (11 − k) / 11: 1/11 = 0.0909 at 10, 2/11 = 0.1818 at 9.
    var uniform = new BetaBinomial(10, 1, 1);
    assertThat(uniform.smallestCountWithTailAtMost(0.1), is(10L));
    assertThat(uniform.smallestCountWithTailAtMost(0.19), is(9L));
    assertThat(uniform.smallestCountWithTailAtMost(0.01), is(11L));
  }

  /** Of 0 to 10, all alike, the mean is 5 and the variance (11² − 1) / 12 = 10. */
  @Test
  void isMoreFromAStandardDeviationOn() {
    var uniform = new BetaBinomial(10, 1, 1);
    assertThat(uniform.isMore(8), is(false));
    assertThat(uniform.isMore(9), is(true));
    assertThat(uniform.isMore(1), is(false));
  }

  @Test
  void endsAreCertain() {
    var any = new BetaBinomial(5, 2, 7);
    assertThat(any.tail(0), is(1.0));
    assertThat(any.tail(6), is(0.0));
    assertThat(any.mean(), closeTo(10 / 9.0, DIGITS));
  }

  @Test
  void refusesWhatIsNoDistribution() {
    assertThrows(IllegalArgumentException.class, () -> new BetaBinomial(-1, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new BetaBinomial(1, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> new BetaBinomial(1, 1, Double.NaN));
  }
}
