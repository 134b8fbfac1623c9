package io.vigil.transforms.spikes;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.is;

import io.vigil.schemas.Dimension;
import io.vigil.transforms.signals.SignalSettings;
import io.vigil.transforms.signals.SignalTally;
import io.vigil.transforms.signals.SignalTallyBuilder;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaceTest {

  private static final long MINUTE = 60_000;

  /** 30 in the last 40 minutes, and 600 in ten hours before: (30 + 60 / 3) / (2 / 3 + 1 / 3). */
  @Test
  void isThatOfTheLastBucketsAndOfTheHoursBefore() {
    var learned = new Learned(0, HourCount.NONE, 10, 600, 0, new TreeMap<>());
    var recent = new TreeMap<Long, SignalTally>();
    for (int minute = 0; minute < 60; minute++) {
      recent.put(minute * MINUTE, payments(minute < 30 ? 1 : minute < 40 ? 0 : 9));
    }

    assertThat(Pace.hourly(recent, learned, 0, 40 * MINUTE), is(closeTo(50, 1e-9)));
    assertThat(Pace.hourly(recent, Learned.NOTHING, 0, 40 * MINUTE), is(closeTo(45, 1e-9)));
    assertThat(Pace.hourly(recent, Learned.NOTHING, 0, 0), is(0.0));
  }

  /** Against the negative binomial of that mean, with shape r = 1 / (1/4 + 1 / (1 + known)). */
  @ParameterizedTest
  @CsvSource({"30, 10, 19", "60, 10, 99", "12, 1, 3", "300, 100, 999", "11, 10, 99"})
  void aSurgeIsAsImprobableAsThatOfAGammaPoisson(int attempts, double mean, double known) {
    double r = 1 / (0.25 + 1 / (1 + known));
    double below = 0;
    double term = Math.pow(r / (r + mean), r);
    for (int k = 0; k < attempts; k++) {
      below += term;
      term *= (k + r) / (k + 1) * mean / (r + mean);
    }

    double surge = Pace.surge(attempts, mean, known);

    assertThat(surge / (1 - below), is(closeTo(0.9, 0.15)));
  }

  @Test
  void noMoreThanExpectedIsNoSurge() {
    assertThat(Pace.surge(10, 10, 100), is(1.0));
    assertThat(Pace.surge(0, 0, 0), is(1.0));
  }

  private static SignalTally payments(int count) {
    var town = Town.empty();
    for (int i = 0; i < count; i++) {
      town.pay(i, "card-" + i, "shop", 2_000).add();
    }
    var builder = new SignalTallyBuilder(SignalSettings.DEFAULTS);
    town.payments.forEach(it -> builder.add(Dimension.MERCHANT, it));
    return builder.build();
  }
}
