package io.vigil.transforms.spikes;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NegativeBinomialTest {

  private static final double NINE_DIGITS = 1e-9;

  @Test
  void shouldHalveWithEveryCountWhenItIsGeometric() {
    // Mean 1 and shape 1: P(X = k) = 2^-(k + 1), so P(X >= k) = 2^-k.
    var geometric = new NegativeBinomial(1, 1);

    for (int count = 0; count <= 1000; count++) {
      double exact = StrictMath.scalb(1.0, -count);
      assertThat(geometric.tail(count) / exact, closeTo(1, NINE_DIGITS));
    }
    // 2^-19 = 1.9e-6 and 2^-20 = 9.5e-7.
    assertThat(geometric.smallestCountWithTailAtMost(1e-6), is(20L));
  }

  /**
   * Worked out in Python with decimal numbers of 60 digits: P(X = 0) = (r / (r + m))^r, then P(X =
   * j + 1) = P(X = j) q (r + j) / (j + 1), summed from the count upward until nothing is added.
   */
  @ParameterizedTest
  @CsvSource({
    "0.0001, 0.5, 1, 9.9985002499562579e-5",
    "0.0001, 0.5, 5, 7.8677852701160942e-20",
    "0.01, 0.05, 3, 9.4391414090550090e-5",
    "0.1, 2, 6, 7.8285990272146204e-8",
    "1, 0.1, 20, 6.8220928872497669e-3",
    "10, 10, 30, 5.3250981727614999e-4",
    "10, 10, 5, 9.1021728515625000e-1",
    "10, 100, 100, 2.9067595116026192e-50",
    "100, 3.5, 500, 1.3960399717222878e-5",
    "100, 50, 101, 4.6932641205126685e-1",
    "1000, 100, 1700, 9.7742144061194463e-9",
    "5, 0.01, 300, 4.5877405910876451e-3",
    "0.001, 0.00001, 2, 3.6249607050997790e-5",
    "0.5, 0.5, 900, 3.1442836440026428e-273",
    "20000, 10, 100000, 1.2702902653961213e-12",
  })
  void shouldAgreeWithSumsInSixtyDigits(double mean, double shape, long count, double expected) {
    assertThat(new NegativeBinomial(mean, shape).tail(count) / expected, closeTo(1, NINE_DIGITS));
  }

  @Test
  void shouldBeAlmostPoissonAtTheLargestShape() {
    // Summed as above. Poisson's own tail is 7.1387e-5.
    assertThat(
        new NegativeBinomial(3, 1_000_000).tail(12) / 7.1389280412148414e-5, closeTo(1, 1e-8));
  }

  /** Found in Python by bisection over the same sums. */
  @ParameterizedTest
  @CsvSource({
    "0.0001, 0.5, 1e-7, 2",
    "0.1, 2, 1e-6, 6",
    "10, 10, 1e-6, 44",
    "100, 3.5, 1e-8, 738",
    "5, 0.01, 1e-7, 4618",
    "3, 1000000, 1e-6, 15",
    "1000, 100, 1e-7, 1640",
    "0.01, 0.05, 0.5, 1",
  })
  void shouldFindTheSmallestCountThatIsImprobableEnough(
      double mean, double shape, double probability, long expected) {
    assertThat(
        new NegativeBinomial(mean, shape).smallestCountWithTailAtMost(probability), is(expected));
  }

  @Test
  void shouldFallWithTheCountAndInvertItselfForAnyParameters() {
    var random = new Random(1);
    for (int i = 0; i < 2000; i++) {
      var any =
          new NegativeBinomial(
              StrictMath.pow(10, -6 + 11 * random.nextDouble()),
              StrictMath.pow(10, -3 + 6 * random.nextDouble()));
      double probability = StrictMath.pow(10, -12 + 11 * random.nextDouble());

      long count = any.smallestCountWithTailAtMost(probability);

      assertThat(any + " " + probability, any.tail(count), lessThanOrEqualTo(probability));
      assertThat(any + " " + probability, any.tail(count - 1), greaterThan(probability));
      assertThat(
          any + " at a lower probability",
          any.smallestCountWithTailAtMost(probability / 10) >= count);
    }
  }

  @Test
  void shouldAnswerAtTheEndsOfItsRange() {
    assertThat(new NegativeBinomial(5, 2).tail(0), is(1.0));
    assertThat(new NegativeBinomial(5, 2).tail(-3), is(1.0));
    assertThat(new NegativeBinomial(1e9, 1e-6).tail(1), closeTo(3.5e-5, 1e-6));
    assertThat(new NegativeBinomial(1e9, 1e6).tail(1_000_000_000), closeTo(0.5, 0.001));
    assertThat(new NegativeBinomial(Double.MIN_NORMAL, 1).tail(1), closeTo(0, 1e-300));
  }

  @Test
  void shouldRefuseParametersOutOfRange() {
    for (double wrong : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThat(
          assertThrows(IllegalArgumentException.class, () -> new NegativeBinomial(wrong, 1))
              .getMessage(),
          containsString("mean"));
      assertThat(
          assertThrows(IllegalArgumentException.class, () -> new NegativeBinomial(1, wrong))
              .getMessage(),
          containsString("shape"));
    }
    for (double wrong : new double[] {0, 1, Double.NaN}) {
      var any = new NegativeBinomial(1, 1);
      assertThrows(IllegalArgumentException.class, () -> any.smallestCountWithTailAtMost(wrong));
    }
  }
}
