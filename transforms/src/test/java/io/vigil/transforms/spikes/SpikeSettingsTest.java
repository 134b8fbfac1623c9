package io.vigil.transforms.spikes;

import static io.vigil.transforms.spikes.SpikeSettings.DEFAULTS;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class SpikeSettingsTest {

  @Test
  void shouldChangeOneSettingAtATime() {
    var changed =
        DEFAULTS
            .withBucket(Duration.ofSeconds(60))
            .withFalseAlarms(1e-6)
            .withMinimumCount(3)
            .withHalfLife(Duration.ofDays(14))
            .withWarmUpDays(2)
            .withSlotsPerDay(48)
            .withNewNormalAfter(Duration.ofHours(3))
            .withCoolDown(Duration.ofMinutes(10));

    assertThat(
        changed,
        is(
            new SpikeSettings(
                Duration.ofSeconds(60),
                1e-6,
                3,
                Duration.ofDays(14),
                2,
                48,
                Duration.ofHours(3),
                Duration.ofMinutes(10))));
  }

  @Test
  void shouldRefuseWhatCannotBeAndNameIt() {
    assertRefused("bucket", () -> DEFAULTS.withBucket(Duration.ofSeconds(7)));
    assertRefused("bucket", () -> DEFAULTS.withBucket(Duration.ofMillis(500)));
    assertRefused("bucket", () -> DEFAULTS.withBucket(Duration.ofHours(2)));
    assertRefused("falseAlarms", () -> DEFAULTS.withFalseAlarms(0));
    assertRefused("falseAlarms", () -> DEFAULTS.withFalseAlarms(Double.NaN));
    assertRefused("minimumCount", () -> DEFAULTS.withMinimumCount(0));
    assertRefused("halfLife", () -> DEFAULTS.withHalfLife(Duration.ofHours(23)));
    assertRefused("warmUpDays", () -> DEFAULTS.withWarmUpDays(-1));
    assertRefused("slotsPerDay", () -> DEFAULTS.withSlotsPerDay(0));
    assertRefused("slotsPerDay", () -> DEFAULTS.withSlotsPerDay(7));
    assertRefused("slotsPerDay", () -> DEFAULTS.withSlotsPerDay(97));
    assertRefused("newNormalAfter", () -> DEFAULTS.withNewNormalAfter(Duration.ZERO));
    assertRefused("coolDown", () -> DEFAULTS.withCoolDown(Duration.ofSeconds(-1)));
  }

  @Test
  void shouldHalveTheWeightOfADayInAHalfLife() {
    double afterAWeek = StrictMath.pow(DEFAULTS.keptPerDay(), 7);

    assertThat(afterAWeek, closeTo(0.5, 1e-15));
    // What the Javadoc says of all days together: 1 + d + d² + … = 1 / (1 − d).
    assertThat(1 / (1 - DEFAULTS.keptPerDay()), closeTo(10.6, 0.01));
  }

  private static void assertRefused(String named, Executable change) {
    assertThat(
        assertThrows(IllegalArgumentException.class, change).getMessage(), containsString(named));
  }
}
