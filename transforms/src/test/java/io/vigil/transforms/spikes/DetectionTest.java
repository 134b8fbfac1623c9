package io.vigil.transforms.spikes;

import static io.vigil.schemas.Dimension.MERCHANT;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Baseline and incidents over drawn counts whose truth is known. */
class DetectionTest {

  private static final long BUCKET = Duration.ofSeconds(10).toMillis();
  private static final long MINUTE = Duration.ofMinutes(1).toMillis();
  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final long START = Instant.parse("2026-03-01T00:00:00Z").toEpochMilli();

  /**
   * 4 keys of 23 days are 794,880 buckets, so 795 alarms at one in a thousand, with a standard
   * deviation of 28 by chance. Below the target, since a tail steps over it from one whole number
   * to the next: by a factor of 3 for a mean of 5 and Poisson, less for wider distributions; and
   * the least dispersion makes Poisson's threshold one higher, another factor of 2. Above it by
   * some tenths, since mean and dispersion are estimated, and without the highest counts.
   */
  @ParameterizedTest
  @CsvSource({"0.3, 0.1", "5, 0", "5, 0.3", "5, 1", "50, 0.3"})
  void shouldCallAsManyFalseAlarmsAsAskedFor(double rate, double dispersion) {
    double target = 1e-3;
    var settings = SpikeSettings.DEFAULTS.withFalseAlarms(target).withMinimumCount(1);
    var counts = Counts.negativeBinomial(rate, dispersion);
    long buckets = 0;
    long alarms = 0;
    for (int key = 0; key < 4; key++) {
      var random = new Random(key);
      var baseline = Baseline.starting(settings, START);
      for (long bucket = START; bucket < START + 30 * DAY; bucket += BUCKET) {
        long count = counts.draw(random);
        if (bucket >= START + 7 * DAY) {
          buckets++;
          alarms += count > 0 && count >= baseline.thresholdFor(bucket) ? 1 : 0;
        }
        baseline = baseline.closed(bucket, count);
      }
    }

    assertThat(
        (double) alarms / buckets,
        allOf(greaterThanOrEqualTo(target / 6), lessThanOrEqualTo(target * 1.5)));
  }

  /**
   * 8 keys of 30 days are 2 million buckets: 0.2 alarms expected at 1e-7, and more than 3 have a
   * probability of 6e-5.
   */
  @Test
  void shouldAlmostNeverAlarmAtTheDefaultsWithoutCause() {
    long alarms = 0;
    for (int key = 0; key < 8; key++) {
      var counts = Counts.negativeBinomial(new double[] {0.01, 0.1, 1, 10}[key % 4], 0.3);
      var random = new Random(key);
      var baseline = Baseline.starting(SpikeSettings.DEFAULTS, START);
      for (long bucket = START; bucket < START + 31 * DAY; bucket += BUCKET) {
        long count = counts.draw(random);
        alarms += count > 0 && count >= baseline.thresholdFor(bucket) ? 1 : 0;
        baseline = baseline.closed(bucket, count);
      }
    }

    assertThat(alarms, lessThanOrEqualTo(3L));
  }

  /** Bursts of five minutes that add the threshold to each bucket: one incident each, no other. */
  @ParameterizedTest
  @CsvSource({"0.01, 0.3", "0.1, 0.3", "1, 0.3", "10, 0", "10, 0.3", "50, 0.1"})
  void shouldFindPlantedBurstsAndNothingElse(double rate, double dispersion) {
    var settings = SpikeSettings.DEFAULTS;
    var counts = Counts.negativeBinomial(rate, dispersion);
    var random = new Random(7);
    var baseline = Baseline.starting(settings, START);
    var spikes = new TreeMap<Long, Long>();
    for (long day = START; day < START + 12 * DAY; day += DAY) {
      boolean planted = day >= START + 7 * DAY;
      long burst = day + random.nextInt(1400) * MINUTE;
      for (long bucket = day; bucket < day + DAY; bucket += BUCKET) {
        long threshold = baseline.thresholdFor(bucket);
        boolean within = planted && bucket >= burst && bucket < burst + 5 * MINUTE;
        long count = counts.draw(random) + (within ? threshold : 0);
        if (count >= threshold) {
          spikes.put(bucket, count);
        }
        baseline = baseline.closed(bucket, count);
      }
    }

    var incidents = Incidents.of(settings, MERCHANT, "shop", spikes);

    assertThat(incidents, hasSize(5));
    for (var incident : incidents) {
      assertThat(incident.spikes(), allOf(greaterThan(29L), lessThan(31L)));
    }
  }
}
