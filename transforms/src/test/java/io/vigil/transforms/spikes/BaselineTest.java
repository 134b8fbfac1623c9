package io.vigil.transforms.spikes;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BaselineTest {

  private static final SpikeSettings SETTINGS = SpikeSettings.DEFAULTS;
  private static final long BUCKET = Duration.ofSeconds(10).toMillis();
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final long START = Instant.parse("2026-03-01T00:00:00Z").toEpochMilli();

  @Test
  void shouldFollowNumbersWorkedOutByHand() {
    // One slot of 24 buckets of an hour, and one day of 2 in each.
    var hourly =
        SETTINGS
            .withBucket(Duration.ofHours(1))
            .withSlotsPerDay(1)
            .withNewNormalAfter(Duration.ofDays(1));
    var baseline = Baseline.starting(hourly, START);
    for (long hour = 0; hour < 24; hour++) {
      baseline = baseline.closed(START + hour * HOUR, 2);
    }

    // M = (1/2 + 48) / (24 + 24) = 1.0104; m = (4 + 48) / (4 / M + 24) = 52 / 27.9588 = 1.859882.
    assertThat(baseline.expectedFor(START + DAY), closeTo(1.859882, 0.000001));
    // F = 24 · 2 = 48; φ = (48 + 20) / (24 m² + 10) − 1 = 68 / 93.0197 − 1 < 0.01, so 0.01;
    // v = (1 + 0.01 m) / 52 = 0.0195884; shape = 1 / (1.01 · 1.0195884 − 1) = 33.57471.
    // P(X >= 0) = 1; P(X = 0) = (33.57471 / 35.43459)^33.57471 = 0.163622.
    assertThat(baseline.probability(START + DAY, 0), is(1.0));
    assertThat(baseline.probability(START + DAY, 1), closeTo(1 - 0.163622, 0.000001));
  }

  @Test
  void shouldLetTheFirstFlaggedTransactionsOfAQuietKeyPassBelowTheFloor() {
    var quiet = Baseline.starting(SETTINGS, START);

    for (int days : new int[] {1, 2, 30, 365}) {
      assertThat(quiet.thresholdFor(START + days * DAY), is(5L));
    }
    // The floor decides: by the baseline alone, two would be improbable enough.
    assertThat(
        Baseline.starting(SETTINGS.withMinimumCount(1), START).thresholdFor(START + 30 * DAY),
        is(2L));
  }

  @Test
  void shouldGiveNoVerdictWhileItWarmsUp() {
    var early = Baseline.starting(SETTINGS, START);
    assertThat(early.thresholdFor(START), is(Baseline.NEVER));
    assertThat(early.thresholdFor(START + DAY - BUCKET), is(Baseline.NEVER));
    assertThat(early.thresholdFor(START + DAY), is(5L));

    // A day that was not seen whole teaches nothing, so the warm-up lasts until the next is over.
    var fromNoon = Baseline.starting(SETTINGS, START + 12 * HOUR);
    var busyAfternoon = fill(fromNoon, START + 12 * HOUR, START + DAY, 50);
    assertThat(busyAfternoon.thresholdFor(START + 2 * DAY - BUCKET), is(Baseline.NEVER));
    assertThat(busyAfternoon.thresholdFor(START + 2 * DAY), is(5L));
  }

  @Test
  void shouldExpectOfASteadyKeyWhatItDoes() {
    var steady = Counts.negativeBinomial(10, 0).feed(SETTINGS, START, 14, 1);
    long noon = START + 14 * DAY + 12 * HOUR;

    assertThat(steady.expectedFor(noon), closeTo(10, 0.3));
    // Poisson's own threshold at 1e-7 is 31; doubt and the least dispersion add a little.
    assertThat(steady.thresholdFor(noon), allOf(greaterThanOrEqualTo(31L), lessThanOrEqualTo(35L)));
  }

  @Test
  void shouldAllowMoreToAnOverdispersedKeyOfTheSameMean() {
    long noon = START + 14 * DAY + 12 * HOUR;
    var even = Counts.negativeBinomial(10, 0).feed(SETTINGS, START, 14, 1);
    var uneven = Counts.negativeBinomial(10, 1).feed(SETTINGS, START, 14, 1);

    assertThat(uneven.expectedFor(noon), closeTo(10, 1));
    // With mean 10 and shape 1: q = 10/11, ln(1e-7) / ln(10/11) = 169.1.
    assertThat(uneven.thresholdFor(noon), allOf(greaterThan(155L), lessThan(185L)));
    assertThat(even.thresholdFor(noon), lessThan(40L));
  }

  @Test
  void shouldTakeForASpikeAtFourWhatIsNormalAtNoon() {
    // 20 in each bucket from 09:00 to 21:00, one in every tenth bucket at night.
    var baseline = Baseline.starting(SETTINGS, START);
    for (int day = 0; day < 7; day++) {
      long midnight = START + day * DAY;
      for (long bucket = midnight; bucket < midnight + DAY; bucket += BUCKET) {
        long hour = (bucket - midnight) / HOUR;
        long count = hour >= 9 && hour < 21 ? 20 : bucket / BUCKET % 10 == 0 ? 1 : 0;
        baseline = baseline.closed(bucket, count);
      }
    }
    long after = START + 7 * DAY;

    assertThat(baseline.thresholdFor(after + 12 * HOUR), greaterThan(25L));
    assertThat(baseline.thresholdFor(after + 4 * HOUR), lessThanOrEqualTo(6L));
    assertThat(baseline.expectedFor(after + 4 * HOUR), closeTo(0.1, 0.02));
  }

  @Test
  void shouldNotBeTalkedIntoSilenceByASpikeOfAnHour() {
    long attack = START + 14 * DAY + 12 * HOUR;
    var before = Counts.negativeBinomial(0.1, 0).feed(SETTINGS, START, 14, 1);
    long threshold = before.thresholdFor(attack);
    var during = before;
    for (long bucket = attack; bucket < attack + HOUR; bucket += BUCKET) {
      assertThat(during.thresholdFor(bucket), is(threshold));
      during = during.closed(bucket, 50);
    }

    assertThat(during.thresholdFor(attack + HOUR), lessThanOrEqualTo(threshold + 1));
    // Nor on the days after: what was a spike adds nothing to the baseline.
    for (int day = 1; day < 7; day++) {
      assertThat(during.thresholdFor(attack + day * DAY), lessThanOrEqualTo(threshold + 1));
    }
  }

  @Test
  void shouldNotTakeAnHourOfSpikesForAnHourOfSilence() {
    var steady = fill(Baseline.starting(SETTINGS, START), START, START + DAY, 10);
    long noon = START + DAY + 12 * HOUR;
    var attacked = fill(fill(steady, START + DAY, noon, 10), noon, noon + HOUR, 50);
    attacked = fill(attacked, noon + HOUR, START + 2 * DAY, 10);

    assertThat(attacked.expectedFor(noon + DAY), closeTo(10, 0.1));
  }

  @Test
  void shouldTakeMoreThanSixHoursOfSpikesForANewNormal() {
    var quiet = Counts.negativeBinomial(0.1, 0).feed(SETTINGS, START, 14, 1);
    long day = START + 14 * DAY;
    long sixHours = day + 6 * HOUR;

    var attacked = fill(quiet, day, sixHours, 50);
    assertThat(attacked.thresholdFor(day + DAY + HOUR), lessThan(10L));

    var another = fill(quiet, day, sixHours + BUCKET, 50);
    assertThat(another.expectedFor(day + DAY + HOUR), closeTo(50, 2));
    assertThat(another.thresholdFor(day + DAY + HOUR), greaterThan(50L));
  }

  @Test
  void shouldLearnANewNormalOfAFewHoursADayWithinDays() {
    var baseline = Baseline.starting(SETTINGS, START);
    int day = 0;
    for (; day < 3; day++) {
      long opening = START + (day + 1) * DAY + 9 * HOUR;
      baseline = fill(baseline, opening, opening + 4 * HOUR, 20);
    }

    assertThat(baseline.thresholdFor(START + (day + 1) * DAY + 10 * HOUR), greaterThan(20L));
  }

  @Test
  void shouldForgetByHalfInAHalfLife() {
    var busy = fill(Baseline.starting(SETTINGS, START), START, START + DAY, 4);

    double first = busy.expectedFor(START + DAY);
    double later = busy.expectedFor(START + 8 * DAY);

    // M = (1/2 + 34560) / 17280 = 2.00003; m = (4 + 360 · 4) / (4 / M + 360) = 3.98895.
    assertThat(first, closeTo(3.98895, 0.00001));
    // A week on the busy day weighs a half, and seven empty ones (1 − ½) / (1 − d) = 5.3.
    assertThat(later, closeTo(4 * 0.5 / (0.5 + 5.3), 0.02));
    assertThat(busy.thresholdFor(START + 120 * DAY), is(5L));
  }

  @Test
  void shouldBeTheSameToTheLastBitWhetherEmptyBucketsAreFedOrNot() {
    for (int seed = 0; seed < 40; seed++) {
      var random = new Random(seed);
      var settings =
          SETTINGS
              .withBucket(Duration.ofSeconds(new int[] {10, 60, 600}[seed % 3]))
              .withSlotsPerDay(new int[] {1, 24, 48}[seed / 3 % 3])
              .withNewNormalAfter(Duration.ofMinutes(30))
              .withHalfLife(Duration.ofHours(24 + random.nextInt(500)));
      long bucket = settings.bucket().toMillis();
      long start = START + random.nextInt(100) * bucket;
      var fedAll = Baseline.starting(settings, start);
      var fedSome = Baseline.starting(settings, start);
      long end = start;
      for (int i = 0; i < 60; i++) {
        // Bursts of neighbours, and gaps of up to five days.
        long gap = random.nextInt(4) > 0 ? 0 : random.nextInt((int) (5 * DAY / bucket));
        for (long empty = 0; empty < gap; empty++) {
          fedAll = fedAll.closed(end + empty * bucket, 0);
        }
        end += gap * bucket;
        long count = random.nextInt(12);
        assertThat("seed " + seed, fedSome.thresholdFor(end), is(fedAll.thresholdFor(end)));
        assertThat("seed " + seed, fedSome.expectedFor(end), is(fedAll.expectedFor(end)));
        fedAll = fedAll.closed(end, count);
        fedSome = count == 0 ? fedSome : fedSome.closed(end, count);
        end += bucket;
      }
      // Both now stand behind the same bucket.
      assertThat("seed " + seed, fedSome.closed(end, 1), is(fedAll.closed(end, 1)));
    }
  }

  @Test
  void shouldCatchUpWithACenturyOfSilence() {
    var once = Baseline.starting(SETTINGS, START).closed(START, 3);

    var later = once.closed(START + 36_500 * DAY, 1);

    assertThat(later.thresholdFor(START + 36_501 * DAY), is(5L));
  }

  @Test
  void shouldFixTheThresholdsOfADayWhenTheDayBeforeIsClosed() {
    var yesterday = Counts.negativeBinomial(10, 0.2).feed(SETTINGS, START, 5, 3);
    long today = START + 5 * DAY;
    var random = new Random(5);
    var now = yesterday;
    for (long bucket = today; bucket < today + DAY; bucket += BUCKET) {
      if (bucket % (97 * BUCKET) == 0) {
        long later = bucket + (today + DAY - bucket) / 2 / BUCKET * BUCKET;
        assertThat(now.thresholdFor(later), is(yesterday.thresholdFor(later)));
      }
      now = now.closed(bucket, random.nextInt(100));
    }
    assertThat(now.thresholdFor(today + DAY), not(is(yesterday.thresholdFor(today + DAY))));
  }

  @Test
  void shouldNotFindASpikeImprobableAtALowerCountThanItsThreshold() {
    var baseline = Counts.negativeBinomial(3, 0.5).feed(SETTINGS, START, 5, 3);
    for (int hour = 0; hour < 24; hour++) {
      long bucket = START + 5 * DAY + hour * HOUR;
      long threshold = baseline.thresholdFor(bucket);

      assertThat(baseline.probability(bucket, threshold), lessThanOrEqualTo(1e-7));
      assertThat(baseline.probability(bucket, threshold - 1), greaterThan(1e-7));
    }
  }

  @Test
  void shouldAskForMoreWhenMoreIsNormalOrFewerFalseAlarmsAreWanted() {
    long next = START + 10 * DAY;
    for (int seed = 0; seed < 5; seed++) {
      long before = 0;
      for (double rate : new double[] {0.01, 0.1, 1, 10, 100}) {
        long threshold =
            Counts.negativeBinomial(rate, 0.3).feed(SETTINGS, START, 10, seed).thresholdFor(next);
        assertThat("rate " + rate, threshold, greaterThanOrEqualTo(before));
        before = threshold;
      }
    }
    long before = 0;
    for (double falseAlarms : new double[] {1e-3, 1e-5, 1e-7, 1e-9}) {
      // Stored and read again, so that both judge by the same history.
      var bytes = Counts.negativeBinomial(10, 0.3).feed(SETTINGS, START, 10, 1).toBytes();
      long threshold =
          Baseline.fromBytes(SETTINGS.withFalseAlarms(falseAlarms), bytes).thresholdFor(next);
      assertThat("p " + falseAlarms, threshold, greaterThan(before));
      before = threshold;
    }
  }

  @Test
  void shouldHoldTheLargestCounts() {
    var settings = SETTINGS.withBucket(Duration.ofSeconds(1)).withWarmUpDays(366);
    var baseline = Baseline.starting(settings, START);
    for (long bucket = START; bucket < START + DAY; bucket += 1000) {
      baseline = baseline.closed(bucket, Long.MAX_VALUE - 1);
    }

    assertThat(baseline.expectedFor(START + DAY), closeTo(Today.LARGEST_COUNT, 100));
  }

  @Test
  void shouldRefuseAClosedBucketANegativeCountAndATimeWithinABucket() {
    var baseline = Baseline.starting(SETTINGS, START).closed(START + DAY, 2);

    assertThat(baseline.nextBucket(), is(START + DAY + BUCKET));
    assertThrows(IllegalArgumentException.class, () -> baseline.closed(START + DAY, 2));
    assertThrows(IllegalArgumentException.class, () -> baseline.thresholdFor(START));
    assertThrows(IllegalArgumentException.class, () -> baseline.closed(START + 2 * DAY, -1));
    assertThrows(IllegalArgumentException.class, () -> baseline.closed(START + 2 * DAY + 1, 1));
    assertThrows(IllegalArgumentException.class, () -> Baseline.starting(SETTINGS, START + 1));
  }

  private static Baseline fill(Baseline baseline, long from, long to, long count) {
    var filled = baseline;
    for (long bucket = from; bucket < to; bucket += BUCKET) {
      filled = filled.closed(bucket, count);
    }
    return filled;
  }
}
