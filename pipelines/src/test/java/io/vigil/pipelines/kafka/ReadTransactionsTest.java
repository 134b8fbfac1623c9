package io.vigil.pipelines.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.is;

import io.vigil.pipelines.cli.RunnerFlags.Runner;
import io.vigil.schemas.Parsed;
import io.vigil.schemas.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.transforms.Distinct;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.windowing.AfterWatermark;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Topics whose producers use Kafka's transactions, each of which ends with an offset of its own.
 */
class ReadTransactionsTest {

  private static final WatermarkRules QUICK =
      new WatermarkRules(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofMinutes(5));

  @Test
  void shouldNotReadWhatWasTakenBack() throws Exception {
    try (var topic = TestTopic.create(1);
        var producer = producer(topic)) {
      send(producer, topic, "a", true);
      send(producer, topic, "never", false);
      send(producer, topic, "b", true);

      try (var running = Running.start(Runner.FlinkRunner, it -> ids(it.apply(read(topic))))) {
        running.until(containsInAnyOrder("a", "b"));
      }
    }
  }

  @Test
  void shouldCloseWindowsOfAPartitionThatEndsWithATransaction() throws Exception {
    try (var topic = TestTopic.create(1);
        var producer = producer(topic)) {
      send(producer, topic, "a", true);

      try (var running =
          Running.start(Runner.FlinkRunner, it -> closed(ids(it.apply(read(topic)))))) {
        running.until(contains("a"));
      }
    }
  }

  /** The live job, a backfill, and whoever counts after them. */
  @ParameterizedTest
  @CsvSource({"read_committed, a b", "read_uncommitted, a never b"})
  void shouldReadTheSameEverywhere(String level, String expected) throws Exception {
    try (var topic = TestTopic.create(1);
        var producer = producer(topic)) {
      send(producer, topic, "a", true);
      send(producer, topic, "never", false);
      send(producer, topic, "b", true);
      var wanted = containsInAnyOrder(expected.split(" "));
      var settings =
          KafkaSettings.of(
              topic.settings().bootstrapServers(), List.of("isolation.level=" + level), null);
      var values = KafkaValues.json(null);

      var live = ReadKafka.from(settings, topic.start(new StartFrom.Earliest()), values);
      try (var running = Running.start(Runner.DirectRunner, it -> ids(it.apply(live)))) {
        running.until(wanted);
      }
      var all =
          TopicRange.resolve(
              settings, topic.name(), new StartFrom.Earliest(), new StartFrom.Latest());
      var backfill = ReadTopicRange.of(settings, all, values);
      try (var running = Running.start(Runner.DirectRunner, it -> ids(it.apply(backfill)))) {
        running.until(wanted);
      }
      assertThat(idsIn(TopicLog.of(settings, topic.name(), new StartFrom.Earliest())), wanted);
    }
  }

  @Test
  void shouldEndBeforeATransactionThatIsOpen() throws Exception {
    try (var topic = TestTopic.create(1);
        var producer = producer(topic)) {
      send(producer, topic, "a", true);
      producer.beginTransaction();
      producer.send(new ProducerRecord<>(topic.name(), "{}".getBytes(UTF_8))).get();

      var log = TopicLog.of(topic.settings(), topic.name(), new StartFrom.Earliest());
      assertThat(idsIn(log), contains("a"));
      // Behind the record is the end of its transaction.
      assertThat(log.end().byPartition(), is(Map.of(0, 2L)));
      try (var progress = TopicProgress.of(topic.settings(), topic.name(), topic.name())) {
        assertThat(progress.now().get(0).end(), is(2L));
      }
      producer.abortTransaction();
    }
  }

  private static List<String> idsIn(TopicLog log) {
    var ids = new ArrayList<String>();
    log.forEach(
        record ->
            ids.add(
                new String(record.value(), UTF_8)
                    .replaceAll(".*\"transaction_id\":\"(\\w+)\".*", "$1")));
    return ids;
  }

  private static ReadKafka read(TestTopic topic) {
    return ReadKafka.from(
            topic.settings(), topic.start(new StartFrom.Earliest()), KafkaValues.json(null))
        .withWatermark(QUICK);
  }

  private static PCollection<String> ids(PCollection<Parsed> parsed) {
    return parsed.apply(
        "Ids",
        MapElements.into(TypeDescriptors.strings()).via(it -> ((Transaction) it).transactionId()));
  }

  /** Gives out nothing before the end of a window. */
  private static PCollection<String> closed(PCollection<String> ids) {
    return ids.apply(
            "Windows",
            Window.<String>into(FixedWindows.of(org.joda.time.Duration.standardSeconds(1)))
                .triggering(AfterWatermark.pastEndOfWindow())
                .withAllowedLateness(org.joda.time.Duration.ZERO)
                .discardingFiredPanes())
        .apply("Gathered", Distinct.create());
  }

  private static KafkaProducer<byte[], byte[]> producer(TestTopic topic) {
    var producer =
        new KafkaProducer<>(
            Map.<String, Object>of(
                "bootstrap.servers",
                topic.settings().bootstrapServers(),
                "transactional.id",
                topic.name()),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    producer.initTransactions();
    return producer;
  }

  private static void send(
      KafkaProducer<byte[], byte[]> producer, TestTopic topic, String id, boolean commits) {
    producer.beginTransaction();
    producer.send(
        new ProducerRecord<>(topic.name(), TestTopic.json(id, Instant.now()).getBytes(UTF_8)));
    producer.flush();
    if (commits) {
      producer.commitTransaction();
    } else {
      producer.abortTransaction();
    }
  }
}
