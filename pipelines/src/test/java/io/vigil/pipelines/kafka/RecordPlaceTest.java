package io.vigil.pipelines.kafka;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.hasSize;

import io.vigil.pipelines.cli.RunnerFlags.Runner;
import io.vigil.schemas.Parsed;
import io.vigil.schemas.Transaction;
import io.vigil.schemas.mapping.Mapping;
import java.time.Instant;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two payments whose values are the same byte by byte, told apart by where they stand; with what
 * stands beside them. A stream and a replay of the topic must find the same ids.
 */
class RecordPlaceTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final String[] PAYMENTS = {
    "key 2026-03-01T12:00:00Z at NAME-0 0",
    "key 2026-03-01T12:00:00Z at NAME-0 2",
    "key 2026-03-01T12:00:00Z at NAME-1 0",
    "skipped"
  };

  private static final Mapping MAPPING =
      Mapping.parse(
          "m.yaml",
          """
          version: 1
          only_if: amount != 0
          fields:
            transaction_id: {expression: 'file_name + " " + TEXT(record_number)'}
            event_time: {expression: kafka_timestamp, format: epoch_millis}
            card_id: {expression: kafka_key}
            merchant_id: {constant: m}
            amount: {column: amount}
            currency: {constant: GBP}
          """);

  @ParameterizedTest
  @EnumSource
  void shouldBeKnownInAStream(Runner runner) throws Exception {
    try (var topic = filled()) {
      var read =
          ReadKafka.from(
              topic.settings(), topic.start(new StartFrom.Earliest()), KafkaValues.json(MAPPING));
      try (var running = Running.start(runner, it -> described(it.apply(read)))) {
        running.until(hasSize(PAYMENTS.length));
        assertThat(running.gathered(), containsInAnyOrder(named(topic)));
      }
    }
  }

  @Test
  void shouldBeKnownInAReplay() throws Exception {
    try (var topic = filled()) {
      var range =
          TopicRange.resolve(
              topic.settings(), topic.name(), new StartFrom.Earliest(), new StartFrom.Latest());
      var pipeline =
          Pipeline.create(PipelineOptionsFactory.fromArgs("--runner=DirectRunner").create());
      var read = ReadTopicRange.of(topic.settings(), range, KafkaValues.json(MAPPING));
      PAssert.that(described(pipeline.apply(read))).containsInAnyOrder(named(topic));
      pipeline.run().waitUntilFinish();
    }
  }

  private static TestTopic filled() throws Exception {
    var topic = TestTopic.create(2, Map.of("retention.ms", "-1"));
    topic.send(0, NOON, "{\"amount\":1}");
    topic.send(0, NOON, "{\"amount\":0}");
    topic.send(0, NOON, "{\"amount\":1}");
    topic.send(1, NOON, "{\"amount\":1}");
    topic.flush();
    return topic;
  }

  private static String[] named(TestTopic topic) {
    var payments = PAYMENTS.clone();
    for (int i = 0; i < payments.length; i++) {
      payments[i] = payments[i].replace("NAME", topic.name());
    }
    return payments;
  }

  private static PCollection<String> described(PCollection<Parsed> parsed) {
    return parsed.apply(
        "Describe", MapElements.into(TypeDescriptors.strings()).via(RecordPlaceTest::described));
  }

  private static String described(Parsed parsed) {
    return parsed instanceof Transaction it
        ? it.cardId() + " " + Instant.ofEpochMilli(it.eventTime()) + " at " + it.transactionId()
        : "skipped";
  }
}
