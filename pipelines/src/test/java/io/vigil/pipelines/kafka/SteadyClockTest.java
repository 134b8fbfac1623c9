package io.vigil.pipelines.kafka;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import java.time.Duration;
import org.apache.beam.sdk.io.kafka.TimestampPolicy.PartitionContext;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

/** A machine whose clock is set while it runs. Times are in seconds here. */
class SteadyClockTest {

  private long passed;
  private long setBy;
  private final SteadyClock clock =
      new SteadyClock(
          () -> (10_000 + passed + setBy) * 1_000, () -> (passed - 77_777) * 1_000_000_000);

  @Test
  void shouldGoOnWithTheMonotonicClockWhileAJumpIsNotBelieved() {
    after(100);
    setBy = 3_600;
    assertThat(after(0), is(10_100L));
    assertThat(after(1_000), is(11_100L));
    setBy = 0;
    assertThat(after(1), is(11_101L));
  }

  @Test
  void shouldBelieveAJumpThatHasLastedForAsLongAsItIsWide() {
    setBy = 600;
    after(1);
    assertThat(after(599), is(10_600L));
    assertThat(after(1), is(11_201L));
    assertThat(after(1), is(11_202L));
  }

  @Test
  void shouldFollowAClockThatIsSetBackAtOnce() {
    setBy = -600;
    assertThat(after(1), is(9_401L));
    assertThat(after(1), is(9_402L));
  }

  @Test
  void shouldNotTakeOneJumpForTheConfirmationOfAnotherThatWasTakenBack() {
    setBy = 600;
    after(500);
    setBy = 0;
    after(1);
    setBy = 600;
    assertThat(after(1), is(10_502L));
    assertThat(after(500), is(11_002L));
  }

  /** Otherwise everything would be late until the time has caught up. */
  @Test
  void shouldNotMakeLateWhatComesToAnIdlePartitionAfterTheClockWasWrong() {
    var rules =
        new WatermarkRules(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofMinutes(5));
    var policy =
        new EventTimePolicy(
            KafkaValues.json(null), rules, BoundedWindow.TIMESTAMP_MIN_VALUE, clock);
    watermark(policy);
    passed = 100;
    assertThat(watermark(policy), is(10_040L));
    setBy = 3_600;
    for (passed = 101; passed < 1_000; passed++) {
      assertThat(watermark(policy), is(lessThanOrEqualTo(10_000 + passed - 60)));
    }
    setBy = 0;
    assertThat(watermark(policy), is(10_940L));
    // And it goes on.
    passed = 1_100;
    watermark(policy);
    assertThat(watermark(policy), is(11_040L));
  }

  private long after(long seconds) {
    passed += seconds;
    return clock.getAsLong() / 1_000;
  }

  /** Of a partition without a record, whose end was asked for just now. */
  private long watermark(EventTimePolicy policy) {
    var countedAt = new Instant((10_000 + passed + setBy) * 1_000);
    return policy
            .getWatermark(
                new PartitionContext() {
                  @Override
                  public long getMessageBacklog() {
                    return 0;
                  }

                  @Override
                  public Instant getBacklogCheckTime() {
                    return countedAt;
                  }
                })
            .getMillis()
        / 1_000;
  }
}
