package io.vigil.pipelines.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vigil.pipelines.cli.Refusal;
import io.vigil.schemas.Dimension;
import io.vigil.schemas.Grain;
import io.vigil.schemas.Total;
import io.vigil.schemas.avro.RecordTypes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.FlatMapElements;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.junit.jupiter.api.Test;

class WriteKafkaTest {

  private static final List<String> KEY = List.of("grain", "key", "window_start");

  @Test
  void shouldWriteTheRowsOfEachKeyInTheirOrder() throws Exception {
    try (var topic = TestTopic.create(3)) {
      var pipeline =
          Pipeline.create(PipelineOptionsFactory.fromArgs("--targetParallelism=1").create());
      pipeline
          .apply(Create.of(300))
          .apply(FlatMapElements.into(TypeDescriptor.of(Total.class)).via(WriteKafkaTest::totals))
          .apply(WriteKafka.to(topic.settings(), topic.name(), RecordTypes.TOTAL, KEY));
      pipeline.run().waitUntilFinish();

      var records = topic.records();
      assertThat(records.size(), is(300));
      for (int shop = 0; shop < 7; shop++) {
        var key = "[\"hour\",\"shop " + shop + "\",\"2026-03-01T12:00:00Z\"]";
        var counts = new ArrayList<Integer>();
        for (var record : records) {
          if (new String(record.key(), UTF_8).equals(key)) {
            counts.add(
                Integer.valueOf(
                    new String(record.value(), UTF_8).replaceAll(".*\"count\":(\\d+),.*", "$1")));
          }
        }
        var expected = new ArrayList<Integer>();
        for (int i = shop; i < 300; i += 7) {
          expected.add(i);
        }
        assertThat(key, counts, is(expected));
      }
    }
  }

  @Test
  void shouldRefuseAKeyThatIsNoColumn() {
    var settings = KafkaSettings.of("a:1");
    assertThrows(
        IllegalArgumentException.class,
        () -> WriteKafka.to(settings, "t", RecordTypes.TOTAL, List.of("colour")));
  }

  @Test
  void shouldNameTopicAndServersWhenItGivesUp() {
    var settings =
        KafkaSettings.of(
            "127.0.0.1:1",
            List.of(
                "delivery.timeout.ms=1000",
                "request.timeout.ms=500",
                "max.block.ms=500",
                "linger.ms=0"),
            null);
    try (var writer = TopicWriter.open(settings, "totals")) {
      var refusal =
          assertThrows(
              Refusal.class,
              () -> {
                writer.write(null, new byte[] {1});
                writer.flush();
              });
      assertThat(
          refusal.getMessage(),
          is("cannot write to topic 'totals', Kafka at 127.0.0.1:1: no broker answered in time"));
    }
  }

  @Test
  void shouldLookAtTopicsAndMakeThem() throws Exception {
    try (var existing = TestTopic.create(2);
        var topics = KafkaTopics.connect(existing.settings())) {
      assertThat(topics.partitions(existing.name()), is(2));
      var missing = assertThrows(Refusal.class, () -> topics.partitions("no-such-topic"));
      assertThat(missing.getMessage(), startsWith("there is no topic 'no-such-topic', Kafka at "));

      var table = existing.name() + "-table";
      topics.create(OutputTopic.table(table, 3));
      topics.create(OutputTopic.table(table, 5));
      assertThat(topics.partitions(table), is(3));
      assertThat(existing.config(table, "cleanup.policy"), is("compact"));
      existing.delete(table);
    }
  }

  @Test
  void shouldTellOfPartitionsThatTheJobDoesNotRead() throws Exception {
    try (var topic = TestTopic.create(2);
        var topics = KafkaTopics.connect(topic.settings())) {
      var watch = new PartitionWatch(topics, topic.start(new StartFrom.Earliest()));
      assertThat(watch.alarm(), is(Optional.empty()));

      topic.grow(3);

      assertThat(
          watch.alarm().orElseThrow(),
          containsString("has 3 partitions, but this job reads 2: records in the others"));
    }
  }

  @Test
  void shouldSayThatNoBrokerAnswers() {
    var settings = KafkaSettings.of("127.0.0.1:1");
    var refusal = assertThrows(Refusal.class, () -> KafkaTopics.connect(settings));
    assertThat(
        List.of(refusal.getMessage()),
        contains("cannot reach the brokers, Kafka at 127.0.0.1:1: no broker answered in time"));
  }

  private static List<Total> totals(int count) {
    return IntStream.range(0, count).mapToObj(i -> total("shop " + i % 7, i)).toList();
  }

  private static Total total(String shop, int count) {
    long noon = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
    return new Total(
        Grain.HOUR,
        Dimension.MERCHANT,
        shop,
        "GBP",
        noon,
        noon + 3_600_000,
        count,
        0,
        0,
        1,
        1,
        1,
        0,
        1,
        false);
  }
}
