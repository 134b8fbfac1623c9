package io.vigil.pipelines.kafka;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import java.time.Duration;
import java.util.Random;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.junit.jupiter.api.Test;

/** Times are in seconds here: 30 of disorder, idle after 20. Now is about 10,000. */
class EventTimeWatermarkTest {

  private static final long START = BoundedWindow.TIMESTAMP_MIN_VALUE.getMillis();
  private static final WatermarkRules RULES =
      new WatermarkRules(Duration.ofSeconds(30), Duration.ofSeconds(20), Duration.ofMinutes(5));

  private EventTimeWatermark watermark = new EventTimeWatermark(RULES, START);

  @Test
  void shouldFollowTheLatestEvent() {
    event(9_000, 10_000);
    assertThat(at(10_000, 5L), is(8_970L));
    event(8_900, 10_000);
    assertThat(at(10_000, 4L), is(8_970L));
    event(9_001, 10_000);
    assertThat(at(10_000, 3L), is(8_971L));
  }

  @Test
  void shouldWaitForTheFirstEventOfAPartitionThatHasSome() {
    at(10_000, 1L);
    assertThat(watermarkMillis(20_000, 1L), is(START));
  }

  @Test
  void shouldWaitWhileNobodyHasCounted() {
    at(10_000, null);
    assertThat(watermarkMillis(20_000, null), is(START));
  }

  @Test
  void shouldLetAnEmptyPartitionGoOnWithTheClock() {
    at(10_000, 0L);
    assertThat(watermarkMillis(10_019, 0L), is(START));
    assertThat(at(10_020, 0L), is(9_970L));
    assertThat(at(10_050, 0L), is(10_000L));
  }

  @Test
  void shouldGoOnFromTheLastEventWithoutAJumpWhenAPartitionFallsSilent() {
    event(10_000, 10_000);
    assertThat(at(10_000, 0L), is(9_970L));
    assertThat(at(10_019, 0L), is(9_970L));
    assertThat(at(10_020, 0L), is(9_970L));
    assertThat(at(10_021, 0L), is(9_971L));
  }

  @Test
  void shouldHoldAPartitionThatLagsHoweverLongItTakes() {
    event(9_400, 10_000);
    for (int now = 10_000; now < 20_000; now += 100) {
      assertThat(at(now, 1L), is(9_370L));
    }
  }

  @Test
  void shouldBeginToCountTheSilenceAnewAfterABacklog() {
    at(10_000, 0L);
    at(10_010, 3L);
    assertThat(watermarkMillis(10_021, 0L), is(START));
    assertThat(watermarkMillis(10_040, 0L), is(START));
    assertThat(at(10_041, 0L), is(9_991L));
  }

  @Test
  void shouldNotGoOnByACountThatIsOld() {
    watermark.at(10_000_000, 0L, 10_000_000);
    assertThat(watermark.at(20_000_000, 0L, 10_001_000), is(START));
  }

  @Test
  void shouldNotFindLateWhatEndsASilence() {
    event(10_000, 10_000);
    at(10_000, 0L);
    assertThat(at(12_000, 0L), is(11_950L));
    event(12_000, 12_001);
    assertThat(at(12_001, 0L), is(11_970L));
  }

  @Test
  void shouldTakeARecordWithoutATimeForASignOfLifeAlone() {
    event(9_000, 10_000);
    at(10_000, 0L);
    watermark.recordWithoutTime();
    at(10_015, 0L);
    assertThat(at(10_030, 0L), is(8_970L));
    assertThat(at(10_035, 0L), is(9_985L));
  }

  @Test
  void shouldNotRunAheadOfTheArrivalWithAClockThatIsAhead() {
    watermark.event(10_200_000, 10_000_000);
    assertThat(at(10_000, 1L), is(9_970L));
  }

  @Test
  void shouldGoOnFromWhereARestoredJobStood() {
    watermark = new EventTimeWatermark(RULES, 9_500_000);
    assertThat(at(10_000, 7L), is(9_500L));
    event(9_000, 10_000);
    assertThat(at(10_000, 6L), is(9_500L));
    event(9_600, 10_000);
    assertThat(at(10_000, 5L), is(9_570L));
  }

  @Test
  void shouldCountASilenceAnewWhenTheClockIsSetBack() {
    at(10_000, 0L);
    assertThat(watermarkMillis(9_000, 0L), is(START));
    assertThat(at(9_020, 0L), is(8_970L));
  }

  @Test
  void shouldNeverMoveBackwards() {
    var random = new Random(7);
    long last = START;
    long now = 10_000_000;
    for (int i = 0; i < 10_000; i++) {
      // The clock may be set back.
      now += random.nextInt(20_000) - 8_000;
      switch (random.nextInt(3)) {
        case 0 -> watermark.event(now - random.nextInt(900_000), now);
        case 1 -> watermark.recordWithoutTime();
        default -> watermark.at(now, (long) random.nextInt(2), now - random.nextInt(2_000));
      }
      assertThat(last, is(lessThanOrEqualTo(watermark.current())));
      last = watermark.current();
    }
  }

  private void event(long time, long now) {
    watermark.event(time * 1000, now * 1000);
  }

  private long at(long now, Long backlog) {
    return watermarkMillis(now, backlog) / 1000;
  }

  private long watermarkMillis(long now, Long backlog) {
    return watermark.at(now * 1000, backlog, now * 1000);
  }
}
