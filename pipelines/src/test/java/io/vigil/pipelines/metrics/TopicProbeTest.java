package io.vigil.pipelines.metrics;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;

import io.vigil.pipelines.kafka.PartitionProgress;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopicProbeTest {

  private static final Instant NOW = Instant.parse("2024-03-01T10:00:00Z");

  @Test
  void theBacklogOfAPartitionAndItsAgeAreWhatNoCheckpointCovers() {
    var behind = new PartitionProgress(0, 100, 140, NOW.minusMillis(12_500), NOW.minusSeconds(1));
    var done = new PartitionProgress(1, 70, 70, null, NOW.minusSeconds(3));
    var empty = new PartitionProgress(2, 0, 0, null, null);
    var unknown = new PartitionProgress(3, 6, 7, null, NOW.minusSeconds(9));
    var probe =
        new TopicProbe(
            () -> List.of(behind, done, empty, unknown), Clock.fixed(NOW, ZoneOffset.UTC));
    assertThat(
        probe.measure(),
        containsInAnyOrder(
            new Sample(Family.BACKLOG, "0", 40),
            new Sample(Family.BACKLOG_AGE, "0", 12.5),
            new Sample(Family.BACKLOG, "1", 0),
            new Sample(Family.BACKLOG_AGE, "1", 0),
            new Sample(Family.BACKLOG, "2", 0),
            new Sample(Family.BACKLOG_AGE, "2", 0),
            new Sample(Family.BACKLOG, "3", 1),
            Sample.of(Family.TOPIC_NEWEST, NOW.minusSeconds(1).getEpochSecond())));
  }
}
