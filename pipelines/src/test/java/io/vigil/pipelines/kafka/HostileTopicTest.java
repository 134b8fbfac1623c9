package io.vigil.pipelines.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vigil.schemas.ParseFailure;
import io.vigil.schemas.Parsed;
import io.vigil.schemas.Transaction;
import io.vigil.schemas.mapping.Mapping;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.junit.jupiter.api.Test;

/** Records that were made to stop a job, in a topic: the one behind them is read. */
class HostileTopicTest {

  private static final Mapping MAPPING =
      Mapping.parse(
          "m.yaml",
          """
          version: 1
          fields:
            transaction_id: {column: transaction_id}
            event_time: {column: event_time}
            card_id: {column: card_id}
            merchant_id: {column: merchant_id}
            amount: {column: amount}
            currency: {column: currency}
            country: {column: country}
            risk_score: {column: risk_score}
          """);

  private static final KafkaValues VALUES = KafkaValues.json(MAPPING);

  private static final String[] VERDICTS = {
    // Keys that collide.
    "t1",
    "t2",
    "t3",
    // Card numbers where they do not belong. The second one is in the country's place.
    "UNKNOWN_CURRENCY",
    "t2",
    "NOT_A_NUMBER",
    "INVALID_TIME",
    "AMOUNT_OUT_OF_RANGE",
    "TOO_MANY_DECIMALS",
    "NOT_A_NUMBER",
    "DUPLICATE_KEY",
    "MALFORMED_JSON",
    "DUPLICATE_KEY",
    "behind"
  };

  @Test
  void shouldReadOnBehindWhatWasMadeToStopIt() throws Exception {
    try (var topic = TestTopic.create(1)) {
      for (var line : lines()) {
        topic.send(0, line);
      }
      topic.flush();
      var range =
          TopicRange.resolve(
              topic.settings(), topic.name(), new StartFrom.Earliest(), new StartFrom.Latest());
      var pipeline =
          Pipeline.create(PipelineOptionsFactory.fromArgs("--runner=DirectRunner").create());
      PAssert.that(
              pipeline
                  .apply(ReadTopicRange.of(topic.settings(), range, VALUES))
                  .apply(
                      MapElements.into(TypeDescriptors.strings()).via(HostileTopicTest::verdict)))
          .containsInAnyOrder(VERDICTS);
      pipeline.run().waitUntilFinish();
    }
  }

  private static List<String> lines() throws IOException {
    var lines = new ArrayList<String>();
    for (var name : new String[] {"poison.jsonl", "pan.jsonl"}) {
      try (var in = HostileTopicTest.class.getResourceAsStream(name)) {
        new String(in.readAllBytes(), UTF_8).lines().forEach(lines::add);
      }
    }
    lines.add(TestTopic.json("behind", Instant.parse("2026-03-01T12:00:00Z")));
    return lines;
  }

  private static String verdict(Parsed parsed) {
    return parsed instanceof Transaction transaction
        ? transaction.transactionId()
        : ((ParseFailure) parsed).reason().name();
  }
}
