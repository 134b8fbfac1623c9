package io.vigil.pipelines.kafka;

import static io.vigil.pipelines.VigilRun.vigil;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vigil.pipelines.cli.Refusal;
import io.vigil.schemas.ParseFailure;
import io.vigil.schemas.Parsed;
import io.vigil.schemas.Transaction;
import io.vigil.schemas.protect.CardKey;
import io.vigil.schemas.protect.CardProtection;
import io.vigil.schemas.protect.EncryptionKey;
import io.vigil.schemas.protect.KeyPair;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadTopicRangeTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final StartFrom EARLIEST = new StartFrom.Earliest();
  private static final StartFrom LATEST = new StartFrom.Latest();

  @Test
  void shouldReadWhatLiesBetweenTheOffsets() throws Exception {
    try (var topic = TestTopic.create(2)) {
      for (int i = 0; i < 5; i++) {
        topic.payment(0, "a" + i, NOON);
        topic.payment(1, "b" + i, NOON);
      }
      topic.send(1, "no json");
      topic.send(1, null);
      topic.flush();

      var range = range(topic, StartFrom.parse("0:1,1:3"), StartFrom.parse("0:3,1:7"));

      assertThat(range.offsets(), is(6L));
      thatReads(
          topic,
          range,
          "a1 at 0@1",
          "a2 at 0@2",
          "b3 at 1@3",
          "b4 at 1@4",
          "MALFORMED_JSON at 1@5",
          "TOMBSTONE at 1@6");
    }
  }

  @Test
  void shouldProtectCards(@TempDir Path folder) throws Exception {
    var key = Files.writeString(folder.resolve("key"), KeyPair.generate().publicKey());
    var protection =
        new CardProtection(
            CardKey.of("correct-horse-battery-staple-0123456789".getBytes(UTF_8)),
            EncryptionKey.read(key));
    try (var topic = TestTopic.create(1)) {
      topic.send(0, TestTopic.json("a", NOON).replace("\"c\"", "\"4111 1111 1111 1111\""));
      topic.send(0, TestTopic.json("b", NOON).replace(":1,", ":\"4111111111111111x\","));
      topic.flush();
      var pipeline =
          Pipeline.create(PipelineOptionsFactory.fromArgs("--runner=DirectRunner").create());
      var read =
          pipeline
              .apply(
                  ReadTopicRange.of(
                          topic.settings(),
                          range(topic, new StartFrom.Earliest(), new StartFrom.Latest()),
                          KafkaValues.json(null))
                      .protecting(protection))
              .apply(MapElements.into(TypeDescriptors.strings()).via(ReadTopicRangeTest::shown));
      PAssert.that(read)
          .containsInAnyOrder(
              "vp1_VeS6ezkQ_dMJJBcrYvHHPYAL", "ENCRYPTED amount: the record is encrypted");
      pipeline.run().waitUntilFinish();
    }
  }

  private static String shown(Parsed parsed) {
    return parsed instanceof Transaction transaction
        ? transaction.cardId()
        : ((ParseFailure) parsed).record().encoding() + " " + ((ParseFailure) parsed).message();
  }

  @Test
  void shouldNotReadWhatWasAbortedNorStopAtItsGaps() throws Exception {
    try (var topic = TestTopic.create(1)) {
      topic.payment(0, "first", NOON);
      topic.flush();
      var config = topic.settings().forProducer();
      config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, UUID.randomUUID().toString());
      try (var producer =
          new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
        producer.initTransactions();
        producer.beginTransaction();
        producer.send(record(topic, "aborted")).get();
        producer.abortTransaction();
        producer.beginTransaction();
        producer.send(record(topic, "committed")).get();
        producer.commitTransaction();
      }

      var range = range(topic, EARLIEST, LATEST);

      // The last offset is that of the marker of the commit.
      assertThat(range.offsets(), is(5L));
      thatReads(topic, range, "first at 0@0", "committed at 0@3");
    }
  }

  @Test
  void shouldReadFromATimeOn() throws Exception {
    try (var topic = TestTopic.create(1)) {
      topic.send(0, Instant.parse("2026-03-01T00:00:00Z"), TestTopic.json("old", NOON));
      topic.send(0, Instant.parse("2026-03-02T00:00:00Z"), TestTopic.json("new", NOON));
      topic.flush();

      var range = range(topic, StartFrom.parse("2026-03-01T12:00:00Z"), LATEST);

      thatReads(topic, range, "new at 0@1");
    }
  }

  @Test
  void shouldSayThatRetentionHasRemovedWhatIsAskedFor() throws Exception {
    try (var topic = TestTopic.create(1)) {
      for (int i = 0; i < 5; i++) {
        topic.payment(0, "a" + i, NOON);
      }
      topic.flush();
      var known = range(topic, EARLIEST, LATEST);
      removeBefore(topic, 3);

      var before = assertThrows(Refusal.class, () -> range(topic, StartFrom.parse("0:1"), LATEST));
      assertThat(before.getMessage(), containsString("but the topic holds 3 to 5"));
      var meanwhile = assertThrows(Exception.class, () -> thatReads(topic, known));
      assertThat(
          ExceptionUtils.getThrowableList(meanwhile).stream()
              .map(it -> String.valueOf(it.getMessage()))
              .toList()
              .toString(),
          containsString("retention has removed some of them"));
    }
  }

  @Test
  void shouldRefuseAnEndBeforeItsStart() throws Exception {
    try (var topic = TestTopic.create(1)) {
      topic.payment(0, "a", NOON);
      topic.flush();

      var refusal =
          assertThrows(
              Refusal.class, () -> range(topic, StartFrom.parse("0:1"), StartFrom.parse("0:0")));

      assertThat(refusal.getMessage(), containsString("is before the start"));
    }
  }

  @Test
  void shouldCutRangesIntoChunks() {
    var range =
        new TopicRange(
            "t", new TreeMap<>(Map.of(0, 5L, 1, 7L)), new TreeMap<>(Map.of(0, 12L, 1, 7L)));

    assertThat(
        range.chunks(3).stream().map(it -> it.from() + "-" + it.to()).toList(),
        is(List.of("5-8", "8-11", "11-12")));
  }

  @Test
  void shouldBackfillFromATopic(@TempDir Path folder) throws Exception {
    try (var topic = TestTopic.create(2)) {
      topic.payment(0, "before", Instant.parse("2026-02-28T12:00:00Z"));
      topic.payment(0, "a", NOON);
      topic.payment(1, "a", NOON);
      topic.payment(1, "b", NOON);
      topic.send(1, "no json");
      topic.flush();

      var run =
          vigil(
              "backfill",
              "--topic=" + topic.name(),
              "--bootstrapServers=" + topic.settings().bootstrapServers(),
              "--from=2026-03-01",
              "--to=2026-03-01",
              "--output=" + folder.resolve("out"));

      assertThat(run.err().toString(), run.exitCode(), is(0));
      assertThat(
          run.result(),
          is("generation=1 days=1 read=4 accepted=2 duplicates=1 dead_letters=1 published=true"));
    }
  }

  private static TopicRange range(TestTopic topic, StartFrom start, StartFrom end) {
    return TopicRange.resolve(topic.settings(), topic.name(), start, end);
  }

  private static void thatReads(TestTopic topic, TopicRange range, String... expected) {
    var pipeline =
        Pipeline.create(PipelineOptionsFactory.fromArgs("--runner=DirectRunner").create());
    var read =
        pipeline
            .apply(ReadTopicRange.of(topic.settings(), range, KafkaValues.json(null)))
            .apply(MapElements.into(TypeDescriptors.strings()).via(ReadTopicRangeTest::words));
    PAssert.that(read)
        .satisfies(
            all -> {
              assertThat(all, containsInAnyOrder(expected));
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  private static String words(Parsed parsed) {
    var place = parsed.source().partition() + "@" + parsed.source().offset();
    return (parsed instanceof Transaction transaction
            ? transaction.transactionId()
            : ((ParseFailure) parsed).reason())
        + " at "
        + place;
  }

  private static ProducerRecord<byte[], byte[]> record(TestTopic topic, String id) {
    return new ProducerRecord<>(
        topic.name(), 0, "key".getBytes(UTF_8), TestTopic.json(id, NOON).getBytes(UTF_8));
  }

  private static void removeBefore(TestTopic topic, long offset) throws Exception {
    try (var admin = Admin.create(topic.settings().forAdmin())) {
      admin
          .deleteRecords(
              Map.of(new TopicPartition(topic.name(), 0), RecordsToDelete.beforeOffset(offset)))
          .all()
          .get();
    }
  }
}
