package io.vigil.transforms.spikes;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BaselineFormatTest {

  private static final SpikeSettings SETTINGS = SpikeSettings.DEFAULTS;
  private static final long START = Instant.parse("2026-03-01T00:00:00Z").toEpochMilli();

  @Test
  void shouldComeBackTheSameAndGoOnTheSame() {
    for (int seed = 0; seed < 50; seed++) {
      var random = new Random(seed);
      var baseline = Baseline.starting(SETTINGS, START);
      for (int i = 0; i < 300; i++) {
        var read = Baseline.fromBytes(SETTINGS, baseline.toBytes());
        assertThat("seed " + seed, read, is(baseline));
        assertThat(read.hashCode(), is(baseline.hashCode()));
        long bucket = baseline.nextBucket() + random.nextInt(3000) * 10_000L;
        assertThat("seed " + seed, read.thresholdFor(bucket), is(baseline.thresholdFor(bucket)));
        long count = random.nextInt(20);
        assertThat("seed " + seed, read.closed(bucket, count), is(baseline.closed(bucket, count)));
        baseline = baseline.closed(bucket, count);
      }
    }
  }

  @Test
  void shouldNotGrowBeyondWhatWasPromised() {
    assertThat(Baseline.starting(SETTINGS, START).toBytes().length, is(59));
    // Spikes and other flagged transactions in every slot of two days.
    var full = Baseline.starting(SETTINGS.withWarmUpDays(0), START);
    for (int slot = 0; slot < 47; slot++) {
      long hour = START + slot * Duration.ofHours(1).toMillis();
      full = full.closed(hour, 1).closed(hour + 10_000, 5_000);
    }
    // The last slot of the day must stay open, or today is history.
    full = full.closed(full.nextBucket() + Duration.ofHours(1).toMillis(), 1);
    full = full.closed(full.nextBucket(), 5_000);
    assertThat(full.toBytes().length, is(1_139));
  }

  /** Version 1, as streams hold it in their state: it must be readable for ever. */
  @Test
  void shouldStillReadWhatTheFirstVersionWrote() {
    var baseline =
        Baseline.starting(SETTINGS, START)
            .closed(START, 3)
            .closed(START + Duration.ofHours(30).toMillis(), 7);

    byte[] written =
        HexFormat.of()
            .parseHex(
                // Version, 10,000 ms, 24 slots, the day 20,513, the next bucket.
                "01"
                    + "00002710"
                    + "18"
                    + "0000000000005021"
                    + "0000019cad21f610"
                    // One day with the weight 1.0; 3 · 2 pairs; slot 0: 3.0; nothing left out.
                    + "3ff0000000000000"
                    + "4018000000000000"
                    + "01004008000000000000"
                    + "00"
                    // Today: nothing but a spike of 7 in slot 6, and its 7 · 6 pairs.
                    + "00"
                    + "01060000000000000001"
                    + "01060000000000000007"
                    + "0000000000000000"
                    + "000000000000002a");

    assertThat(Baseline.fromBytes(SETTINGS, written), is(baseline));
  }

  @Test
  void shouldRefuseWhatItCannotRead() {
    byte[] bytes = Baseline.starting(SETTINGS, START).closed(START, 3).toBytes();
    byte[] newer = bytes.clone();
    newer[0] = 2;

    assertRefused("version 2", SETTINGS, newer);
    assertRefused("bucket", SETTINGS.withBucket(Duration.ofSeconds(60)), bytes);
    assertRefused("slots", SETTINGS.withSlotsPerDay(12), bytes);
    assertRefused("goes on", SETTINGS, Arrays.copyOf(bytes, bytes.length + 1));
    for (int length = 0; length < bytes.length; length++) {
      assertRefused("too early", SETTINGS, Arrays.copyOf(bytes, length));
    }
  }

  private static void assertRefused(String why, SpikeSettings settings, byte[] bytes) {
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> Baseline.fromBytes(settings, bytes))
            .getMessage(),
        containsString(why));
  }
}
