package io.vigil.pipelines.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import io.vigil.pipelines.cli.RunnerFlags.Runner;
import io.vigil.schemas.ParseFailure;
import io.vigil.schemas.Parsed;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Filter;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.hamcrest.FeatureMatcher;
import org.hamcrest.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReadKafkaTest {

  private static final WatermarkRules QUICK =
      new WatermarkRules(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofMinutes(5));

  @ParameterizedTest
  @EnumSource
  void shouldGiveOutEveryRecordWithItsPlace(Runner runner) throws Exception {
    try (var topic = TestTopic.create(3)) {
      var now = Instant.now();
      topic.payment(0, "a", now);
      topic.send(0, "{\"amount\":");
      topic.payment(0, "b", now.minusSeconds(900));
      topic.send(2, (String) null);
      topic.payment(2, "soon", now.plusSeconds(240));
      topic.payment(2, "future", now.plusSeconds(7200));
      topic.payment(2, "c", now);
      topic.flush();

      try (var running = Running.start(runner, it -> described(it.apply(read(topic))))) {
        running.until(
            containsInAnyOrder(
                "0@0 a",
                "0@1 TRUNCATED_JSON {\"amount\":",
                "0@2 b",
                "2@0 TOMBSTONE ",
                "2@1 soon",
                "2@2 TIME_IN_FUTURE " + TestTopic.json("future", now.plusSeconds(7200)),
                "2@3 c"));
      }
    }
  }

  /** The broker's clock tells what is the future, where it stamps the records. */
  @ParameterizedTest
  @EnumSource
  void shouldGoByTheTimeOfTheLogWhereThereIsOne(Runner runner) throws Exception {
    try (var topic = TestTopic.create(1, Map.of("message.timestamp.type", "LogAppendTime"))) {
      var now = Instant.now();
      topic.send(0, now.plusSeconds(86_400), TestTopic.json("future", now.plusSeconds(7200)));
      topic.payment(0, "good", now);
      topic.flush();

      try (var running = Running.start(runner, it -> described(it.apply(read(topic))))) {
        running.until(hasSize(2));
        assertThat(running.gathered(), hasItem("0@1 good"));
        assertThat(running.gathered().get(0).startsWith("0@0 TIME_IN_FUTURE"), is(true));
      }
    }
  }

  /**
   * One partition is empty, one falls silent, one comes ten minutes behind, and one holds a record
   * from the future. The windows close, and no window has lost a record to another partition.
   */
  @ParameterizedTest
  @EnumSource
  void shouldCloseWindowsWithAllThatIsInThem(Runner runner) throws Exception {
    int behind = runner == Runner.DirectRunner ? 600 : 100_000;
    try (var topic = TestTopic.create(4)) {
      var now = Instant.now();
      topic.payment(0, "now", now);
      topic.payment(3, "future", now.plusSeconds(86_400));
      topic.payment(3, "now too", now);
      for (int i = 0; i < behind; i++) {
        topic.payment(1, "old " + i, now.minusSeconds(600).plusMillis(600_000L * i / behind));
      }
      topic.flush();

      try (var running = Running.start(runner, it -> counted(it.apply(read(topic))))) {
        running.until(addUpTo(behind + 2));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldNotFindLateWhatEndsASilence(Runner runner) throws Exception {
    try (var topic = TestTopic.create(2);
        var running = Running.start(runner, it -> counted(it.apply(read(topic))))) {
      topic.payment(0, "first", Instant.now());
      topic.flush();
      // Its window closes by the silence of both partitions alone.
      running.until(addUpTo(1));
      topic.payment(0, "second", Instant.now());
      topic.payment(1, "third", Instant.now());
      topic.flush();

      running.until(addUpTo(3));
    }
  }

  @Test
  void shouldGoOnFromWhatItsCheckpointsHaveCommitted() throws Exception {
    try (var topic = TestTopic.create(2)) {
      topic.payment(0, "a", Instant.now());
      topic.payment(1, "b", Instant.now());
      topic.payment(1, "c", Instant.now());
      topic.flush();
      var group = "test-" + topic.name();
      Supplier<StartOffsets> committed =
          () ->
              StartOffsets.resolve(
                  topic.settings(), group, topic.name(), new StartFrom.Committed());

      try (var running =
          Running.start(Runner.FlinkRunner, it -> described(it.apply(read(topic))))) {
        running.until(hasSize(3));
        for (int i = 0; i < 60 && !committed.get().toString().endsWith(" 0:1,1:2"); i++) {
          LockSupport.parkNanos(500_000_000);
        }
      }
      assertThat(committed.get().toString(), is(topic.name() + " 0:1,1:2"));

      topic.payment(1, "d", Instant.now());
      topic.flush();
      var read = ReadKafka.from(topic.settings(), committed.get(), KafkaValues.json(null));
      try (var running = Running.start(Runner.FlinkRunner, it -> described(it.apply(read)))) {
        running.until(contains("1@2 d"));
      }
    }
  }

  @Test
  void shouldFindTheFirstRecordThatWasStampedSince() throws Exception {
    try (var topic = TestTopic.create(2)) {
      var noon = Instant.parse("2026-03-01T12:00:00Z");
      topic.send(0, noon.minusSeconds(1), "{}");
      topic.send(0, noon, "{}");
      topic.send(1, noon.minusSeconds(1), "{}");
      topic.flush();

      assertThat(topic.start(new StartFrom.Time(noon)).toString(), is(topic.name() + " 0:1,1:1"));
    }
  }

  private static ReadKafka read(TestTopic topic) {
    return ReadKafka.from(
            topic.settings(), topic.start(new StartFrom.Earliest()), KafkaValues.json(null))
        .withWatermark(QUICK)
        .withConsumerGroup("test-" + topic.name());
  }

  private static PCollection<String> described(PCollection<Parsed> parsed) {
    return parsed.apply("Describe", ParDo.of(new DescribeFn()));
  }

  /** Counts the good ones in windows of a second that forgive nothing. */
  private static PCollection<String> counted(PCollection<Parsed> parsed) {
    return parsed
        .apply("Good", Filter.by(it -> it instanceof Transaction))
        .apply("Windows", Window.into(FixedWindows.of(org.joda.time.Duration.standardSeconds(1))))
        .apply("Ones", MapElements.into(TypeDescriptors.integers()).via(it -> 1))
        .apply("Sum", Sum.integersGlobally().withoutDefaults())
        .apply("Text", MapElements.into(TypeDescriptors.strings()).via(String::valueOf));
  }

  private static Matcher<List<String>> addUpTo(int expected) {
    return new FeatureMatcher<>(is(expected), "counts that add up to", "sum") {
      @Override
      protected Integer featureValueOf(List<String> counts) {
        return counts.stream().mapToInt(Integer::parseInt).sum();
      }
    };
  }

  private static final class DescribeFn extends DoFn<Parsed, String> {
    private static final long serialVersionUID = 1;

    @ProcessElement
    public void process(@Element Parsed parsed, OutputReceiver<String> out) {
      if (parsed instanceof Transaction it) {
        out.output(place(it.source()) + it.transactionId());
      } else if (parsed instanceof ParseFailure it) {
        var record = it.record();
        out.output(
            place(record.position()) + it.reason() + " " + new String(record.bytes(), UTF_8));
      }
    }

    private static String place(SourcePosition position) {
      return position.partition() + "@" + position.offset() + " ";
    }
  }
}
