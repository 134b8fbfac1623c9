package io.vigil.pipelines.kafka;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vigil.pipelines.cli.Refusal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** What can be seen of a job's progress from outside, on a real broker. */
class TopicProgressTest {

  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

  private final String group = "group-" + UUID.randomUUID();

  @Test
  void aGroupIsBehindByWhatItHasNotCommitted() throws Exception {
    try (var topic = TestTopic.create(3)) {
      for (int i = 0; i < 5; i++) {
        topic.send(0, START.plusSeconds(i), "a" + i);
        topic.send(1, START.plusSeconds(10 + i), "b" + i);
      }
      topic.flush();
      commit(topic, Map.of(0, 2L, 1, 5L));
      try (var progress = TopicProgress.of(topic.settings(), topic.name(), group)) {
        var before =
            List.of(
                new PartitionProgress(0, 2, 5, START.plusSeconds(2), START.plusSeconds(4)),
                new PartitionProgress(1, 5, 5, null, START.plusSeconds(14)),
                new PartitionProgress(2, 0, 0, null, null));
        assertThat(progress.now(), is(before));

        commit(topic, Map.of(0, 4L));
        topic.send(2, START.plusSeconds(30), "c");
        topic.flush();
        // Nothing is committed for partition 2: it waits from its oldest record.
        assertThat(
            progress.now(),
            is(
                List.of(
                    new PartitionProgress(0, 4, 5, START.plusSeconds(4), START.plusSeconds(4)),
                    before.get(1),
                    new PartitionProgress(2, 0, 1, START.plusSeconds(30), START.plusSeconds(30)))));
      }
    }
  }

  @Test
  void aTopicThatIsNotThereIsNamed() {
    var settings = KafkaSettings.of(BrokerFixture.bootstrapServers());
    try (var progress = TopicProgress.of(settings, "no-such-topic", group)) {
      assertThat(
          assertThrows(Refusal.class, progress::now).getMessage(),
          is("there is no topic 'no-such-topic', Kafka at " + settings.bootstrapServers()));
    }
  }

  private void commit(TestTopic topic, Map<Integer, Long> offsets) throws Exception {
    try (var admin = Admin.create(topic.settings().forAdmin())) {
      for (var offset : offsets.entrySet()) {
        admin
            .alterConsumerGroupOffsets(
                group,
                Map.of(
                    new TopicPartition(topic.name(), offset.getKey()),
                    new OffsetAndMetadata(offset.getValue())))
            .all()
            .get();
      }
    }
  }
}
