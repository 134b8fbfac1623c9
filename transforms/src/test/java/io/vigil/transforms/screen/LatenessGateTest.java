package io.vigil.transforms.screen;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LatenessGateTest {

  private static final LatenessGate GATE = LatenessGate.of(Duration.ofSeconds(60));

  @ParameterizedTest
  @CsvSource({
    // The bucket of 0 to 9,999 closes when the watermark reaches 70,000.
    "0,     69999, false",
    "0,     70000, true",
    "9999,  69999, false",
    "9999,  70000, true",
    "10000, 70000, false",
    "10000, 79999, false",
    "10000, 80000, true",
  })
  void closesABucketAsAWhole(long eventTime, long watermark, boolean isLate) {
    assertThat(GATE.isLate(eventTime, watermark), is(isLate));
  }

  @Test
  void withoutAllowedLatenessClosesABucketAtItsEnd() {
    var gate = LatenessGate.of(Duration.ZERO);
    assertThat(gate.isLate(9_999, 9_999), is(false));
    assertThat(gate.isLate(9_999, 10_000), is(true));
  }

  @Test
  void knowsTheTimesBefore1970() {
    assertThat(GATE.bucketEnd(-1), is(0L));
    assertThat(GATE.bucketEnd(-10_000), is(0L));
    assertThat(GATE.bucketEnd(-10_001), is(-10_000L));
  }

  @Test
  void saysSinceWhenBucketsAreOpen() {
    for (int seed = 0; seed < 10_000; seed++) {
      var random = new Random(seed);
      var gate = new LatenessGate(1 + random.nextInt(20), random.nextInt(50));
      long watermark = random.nextInt(200) - 50;
      long open = gate.openSince(watermark);
      assertThat("seed " + seed, gate.isLate(open, watermark), is(false));
      assertThat("seed " + seed, gate.isLate(open - 1, watermark), is(true));
    }
  }

  @Test
  void takesAWatermarkAtEitherEndOfTime() {
    assertThat(GATE.isLate(0, Long.MIN_VALUE), is(false));
    assertThat(GATE.isLate(4_102_444_799_999L, Long.MAX_VALUE), is(true));
    assertThat(GATE.isLate(0, GATE.openSince(Long.MIN_VALUE)), is(false));
    assertThat(GATE.openSince(Long.MAX_VALUE) > 4_102_444_799_999L, is(true));
  }

  @Test
  void refusesNumbersThatMakeNoSense() {
    assertThrows(IllegalArgumentException.class, () -> new LatenessGate(0, 1));
    assertThrows(IllegalArgumentException.class, () -> new LatenessGate(1, -1));
    assertThrows(IllegalArgumentException.class, () -> new LatenessGate(1, Long.MAX_VALUE));
  }
}
