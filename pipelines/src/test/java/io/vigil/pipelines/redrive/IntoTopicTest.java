package io.vigil.pipelines.redrive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vigil.pipelines.cli.Refusal;
import io.vigil.pipelines.kafka.KafkaSettings;
import io.vigil.pipelines.kafka.StartFrom;
import io.vigil.pipelines.kafka.TestTopic;
import io.vigil.pipelines.kafka.TopicLog;
import io.vigil.schemas.DeadLetter;
import io.vigil.schemas.ParseFailure;
import io.vigil.schemas.RawRecord;
import io.vigil.schemas.Reason;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.TopicMetadata;
import io.vigil.schemas.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class IntoTopicTest {

  /** Otherwise a record would be taken for redriven that is nowhere. */
  @Test
  void shouldNotBelieveAJournalThatWasTakenBackWhateverIsSet() throws Exception {
    try (var topic = TestTopic.create(1)) {
      var settings =
          KafkaSettings.of(
              topic.settings().bootstrapServers(),
              List.of("isolation.level=read_uncommitted"),
              null);
      var position = SourcePosition.inTopic(topic.name(), 0, 0);
      var letter =
          DeadLetter.of(
              new ParseFailure(
                  RawRecord.json(position, "{}".getBytes(UTF_8)),
                  Reason.MISSING_FIELD,
                  "event_time: is missing",
                  null));
      try (var broken = IntoTopic.open(settings, topic.name(), false)) {
        broken.add(letter, mended(position));
        awaitFirstRecord(settings, IntoTopic.journalOf(topic.name()));
      }

      try (var next = IntoTopic.open(settings, topic.name(), false)) {
        assertThat(next.has(position), is(false));
      }
    }
  }

  /** A mapping that reads key, time and headers finds them again. */
  @Test
  void shouldBringBackWhatStoodBesideARecord() throws Exception {
    try (var topic = TestTopic.create(1)) {
      var settings = topic.settings();
      var position = SourcePosition.inTopic(topic.name(), 0, 0);
      var metadata = new TopicMetadata("the key", 1_772_000_000_123L, Map.of("type", "payment"));
      var record = RawRecord.json(position, "{}".getBytes(UTF_8)).withMetadata(metadata);
      var letter = DeadLetter.of(new ParseFailure(record, Reason.MISSING_FIELD, "no", null));
      try (var into = IntoTopic.open(settings, topic.name(), true)) {
        into.add(letter, mended(position));
        into.finish();
      }

      var written = new ArrayList<ConsumerRecord<byte[], byte[]>>();
      TopicLog.of(settings, topic.name(), new StartFrom.Earliest()).forEach(written::add);
      assertThat(written.size(), is(1));
      assertThat(new String(written.get(0).key(), UTF_8), is("the key"));
      assertThat(written.get(0).timestamp(), is(1_772_000_000_123L));
      assertThat(new String(written.get(0).value(), UTF_8), is("{}"));
      assertThat(
          new String(written.get(0).headers().lastHeader("type").value(), UTF_8), is("payment"));
    }
  }

  /** In a topic of Confluent's wire format nothing else can be read. */
  @Test
  void shouldNotBringAnotherFormIntoATopicOfWireFormat() throws Exception {
    try (var topic = TestTopic.create(1)) {
      var position = SourcePosition.inTopic(topic.name(), 0, 0);
      var record = RawRecord.confluent(position, null, new byte[] {0, 0, 0, 0, 1, '{', '}'});
      var letter = DeadLetter.of(new ParseFailure(record, Reason.MISSING_FIELD, "no", null));
      try (var into = IntoTopic.open(topic.settings(), topic.name(), false)) {
        var refusal = assertThrows(Refusal.class, () -> into.add(letter, mended(position)));
        assertThat(
            refusal.getMessage(),
            is(position + " is in Confluent's wire format: --keepBytes is missing"));
      }
    }
  }

  private static void awaitFirstRecord(KafkaSettings settings, String topic) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (TopicLog.of(settings, topic, new StartFrom.Earliest()).end().byPartition().get(0) == 0) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("no record in " + topic);
      }
      LockSupport.parkNanos(20_000_000);
    }
  }

  private static Transaction mended(SourcePosition position) {
    return new Transaction(
        "id", 1_772_000_000_000L, "card", "shop", 1250, "GBP", null, null, null, null, position);
  }
}
