package io.vigil.pipelines.generate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Chance, held against what was worked out by hand. The seeds are fixed, so that the tests give the
 * same answer always; the bounds are four standard deviations or more, so that another seed would
 * do as well.
 */
class DistributionsTest {

  private static final long MONDAY = Instant.parse("2026-03-02T00:00:00Z").toEpochMilli();
  private static final long HOUR = 3_600_000;

  /** What another JDK or machine must throw, too. */
  @Test
  void shouldThrowTheSameDiceEverywhere() {
    var dice = new Dice(42, 1);

    assertThat(
        new int[] {dice.below(1_000), dice.below(1_000), dice.below(1_000)},
        is(new int[] {99, 975, 121}));
  }

  @Test
  void shouldStayWithinTheBounds() {
    var dice = new Dice(1, 1);
    for (int i = 0; i < 10_000; i++) {
      assertThat(dice.below(3) / 3, is(0));
      assertThat(dice.between(5, 6) / 7, is(0));
      assertThat((int) dice.fraction(), is(0));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.3, 1, 2})
  void shouldChooseByZipfsLaw(double exponent) {
    int draws = 200_000;
    var choice = Choice.of(Choice.zipf(20, exponent));
    var dice = new Dice(7, 1);
    var counts = new int[20];
    for (int i = 0; i < draws; i++) {
      counts[choice.next(dice)]++;
    }

    double total = 0;
    for (int rank = 1; rank <= 20; rank++) {
      total += 1 / Math.pow(rank, exponent);
    }
    double chiSquare = 0;
    for (int rank = 1; rank <= 20; rank++) {
      double expected = draws / Math.pow(rank, exponent) / total;
      chiSquare += Math.pow(counts[rank - 1] - expected, 2) / expected;
    }
    // With 19 degrees of freedom one in a thousand is above 43.8.
    assertThat(chiSquare, lessThan(43.8));
  }

  @Test
  void shouldChooseTheOnlyOne() {
    assertThat(Choice.of(5).next(new Dice(1, 1)), is(0));
  }

  @Test
  void shouldFollowTheDayAndTheWeek() {
    int count = 140_000;
    var times = times(count, 7);
    var hours = new int[7 * 24];
    for (long time : times) {
      hours[(int) ((time - MONDAY) / HOUR)]++;
    }

    // Saturday: 1.20 of 7.00. 24,000 with a deviation of 141.
    assertThat((double) sum(hours, 5 * 24, 6 * 24), closeTo(24_000, 600));
    // Sunday: 0.83 of 7.00. 16,600 with a deviation of 121.
    assertThat((double) sum(hours, 6 * 24, 7 * 24), closeTo(16_600, 500));
    int evening = 0;
    int night = 0;
    for (int day = 0; day < 7; day++) {
      evening += hours[day * 24 + 18];
      night += hours[day * 24 + 3];
    }
    // From 100 towards 92 in quarters: 97 of 1,384 on each day. 9,812 with a deviation of 96.
    assertThat((double) evening, closeTo(9_812, 400));
    // From 8 towards 9: 8.375 of 1,384. 847 with a deviation of 29.
    assertThat((double) night, closeTo(847, 120));
  }

  @Test
  void shouldBeAPoissonProcess() {
    var minutes = new int[24 * 60];
    for (long time : times(100_000, 1)) {
      minutes[(int) ((time - MONDAY) / 60_000)]++;
    }

    double chiSquare = 0;
    for (int quarter = 0; quarter < 96; quarter++) {
      double mean = sum(minutes, quarter * 15, quarter * 15 + 15) / 15.0;
      for (int minute = quarter * 15; minute < quarter * 15 + 15; minute++) {
        chiSquare += Math.pow(minutes[minute] - mean, 2) / mean;
      }
    }
    // 96 · 14 degrees of freedom: 1,344 with a deviation of 52. Even spacing would give less.
    assertThat(chiSquare, closeTo(1_344, 208));
  }

  @Test
  void shouldGiveTimesInOrderUpToTheLastThatWasTold() {
    for (int count : new int[] {1, 2, 1_000}) {
      var times = new Times(new Rhythm(MONDAY, 2), count, new Dice(3, 1));
      long last = times.last();
      long before = MONDAY;
      int size = 0;
      while (times.hasNext()) {
        long time = times.next();
        assertThat(before, lessThanOrEqualTo(time));
        before = time;
        size++;
      }
      assertThat(before, is(last));
      assertThat(last, lessThan(MONDAY + 48 * HOUR));
      assertThat(size, is(count));
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldSpreadAmountsLogNormally(Category category) {
    var dice = new Dice(11, category.ordinal());
    var amounts = new double[10_000];
    for (int i = 0; i < amounts.length; i++) {
      amounts[i] = category.dollars(dice);
    }

    double middle = Arrays.stream(amounts).filter(it -> it < category.median()).count() / 1e4;
    double mean = Arrays.stream(amounts).map(Math::log).average().orElseThrow();
    double variance =
        Arrays.stream(amounts).map(it -> Math.pow(Math.log(it) - mean, 2)).average().orElseThrow();
    // Half of them, with a deviation of 0.005.
    assertThat(middle, closeTo(0.5, 0.02));
    // A share of 0.6827 lies within one deviation of a normal distribution, wherever it is.
    double within =
        Arrays.stream(amounts)
                .filter(it -> Math.abs(Math.log(it) - mean) < Math.sqrt(variance))
                .count()
            / 1e4;
    assertThat(within, closeTo(0.6827, 0.02));
  }

  private static long[] times(int count, int days) {
    var times = new Times(new Rhythm(MONDAY, days), count, new Dice(5, 1));
    var all = new long[count];
    for (int i = 0; i < count; i++) {
      all[i] = times.next();
    }
    return all;
  }

  private static int sum(int[] counts, int from, int to) {
    return Arrays.stream(counts, from, to).sum();
  }
}
