package io.vigil.pipelines.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;

import io.vigil.pipelines.cli.RunnerFlags.Runner;
import io.vigil.schemas.Parsed;
import io.vigil.schemas.Transaction;
import java.time.Duration;
import java.time.Instant;
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
