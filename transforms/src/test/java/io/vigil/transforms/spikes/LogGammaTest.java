package io.vigil.transforms.spikes;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class LogGammaTest {

  @Test
  void shouldBeTheLogarithmOfTheFactorial() {
    var factorial = BigInteger.ONE;
    for (int n = 1; n <= 170; n++) {
      double exact = StrictMath.log(factorial.doubleValue());
      assertThat("Γ(" + n + ")", LogGamma.of(n), closeTo(exact, 1e-13 * (1 + exact)));
      factorial = factorial.multiply(BigInteger.valueOf(n));
    }
  }

  @Test
  void shouldKnowTheHalvesAndTheLargeAndTheSmall() {
    // Γ(1/2) = √π, and Γ(x) → 1/x for small x (DLMF 5.4.6 and 5.7.1).
    assertThat(LogGamma.of(0.5), closeTo(StrictMath.log(StrictMath.PI) / 2, 1e-14));
    assertThat(LogGamma.of(1e-12), closeTo(StrictMath.log(1e12), 1e-11));
    // By Python's math.lgamma.
    assertThat(LogGamma.of(1e9) / 19723265827.503716, closeTo(1, 1e-15));
  }
}
