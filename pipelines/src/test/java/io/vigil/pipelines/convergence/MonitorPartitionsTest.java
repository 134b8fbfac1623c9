package io.vigil.pipelines.convergence;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.vigil.pipelines.cli.RunnerFlags;
import io.vigil.pipelines.cli.RunnerFlags.Runner;
import io.vigil.pipelines.convergence.Arrival.Good;
import io.vigil.pipelines.kafka.KafkaSettings;
import io.vigil.pipelines.kafka.KafkaValues;
import io.vigil.pipelines.kafka.ReadKafka;
import io.vigil.pipelines.kafka.StartFrom;
import io.vigil.pipelines.kafka.TestTopic;
import io.vigil.pipelines.kafka.WatermarkRules;
import io.vigil.pipelines.monitor.Monitor;
import io.vigil.pipelines.monitor.MonitorSettings;
import io.vigil.pipelines.tables.AfterCheckpoint;
import io.vigil.schemas.Grain;
import io.vigil.schemas.LedgerEntry;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Total;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A topic whose partitions are not alike, through the whole job: one is always empty, one falls
 * silent and speaks again, one is ten minutes behind the others and is read slowly. Windows close,
 * though nobody sends what would close them, and every record counts.
 */
class MonitorPartitionsTest {

  private static final int FULL = 0;
  private static final int SILENT = 2;
  private static final int BEHIND = 3;

  /** Two others of a card within a minute make a transaction suspicious; spikes are none. */
  private static final RuleBook BOOK =
      new RuleBook(2, 60, 1000, 10, 10, 1000, 10, 10, 1000, 0.000001, 60, null);

  private static final Duration LATENESS = Duration.ofSeconds(5);
  private static final WatermarkRules WATERMARK =
      new WatermarkRules(Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofMinutes(5));
  private static final long PATIENCE_NANOS = Duration.ofMinutes(4).toNanos();

  private final Instant now = Instant.now();
  private final Random random = new Random(7);
  private final List<Arrival> sent = new ArrayList<>();
  private final long[] offsets = new long[4];
  private final Collected collected = Collected.open();
  private TestTopic topic;

  @AfterEach
  void close() {
    topic.close();
    collected.close();
  }

  @Test
  void shouldCloseWindowsAndCountEverythingWhateverThePartitionsDo() throws Exception {
    topic = TestTopic.create(offsets.length);
    for (int second = 600; second > 60; second -= 2) {
      send(FULL, now.minusSeconds(second));
    }
    send(SILENT, now.minusSeconds(590));
    for (long before = 600_000; before > 60_000; before -= 1000) {
      send(BEHIND, now.minusMillis(before));
      // Each in a batch of its own, of which the reader gets one at a time.
      topic.flush();
    }

    var job = start();
    try {
      await(rows -> accounted(rows) == sent.size() && hasClosed(rows));
      send(SILENT, Instant.now());
      topic.flush();
      await(rows -> accounted(rows) == sent.size());
    } finally {
      job.cancel();
    }

    var expected =
        MonitorModel.tablesOf(new Scenario(0, BOOK, LATENESS.toMillis(), sent), Set.of());
    var found = collected.rows().stream().map(this::asIfClosed).toList();
    assertThat(Tables.of(found, LATENESS.toMillis()).lines(), is(expected.lines()));
  }

  private PipelineResult start() {
    var flags =
        List.of(
            "--attachedMode=false",
            "--parallelism=2",
            "--checkpointingInterval=500",
            "--minPauseBetweenCheckpoints=100",
            "--externalizedCheckpointsEnabled=false",
            "--retainExternalizedCheckpointsOnCancellation=false");
    var pipeline =
        Pipeline.create(RunnerFlags.parse(Runner.FlinkRunner, true, flags, Set.of()).toOptions());
    var settings =
        KafkaSettings.of(
            topic.settings().bootstrapServers(), List.of("max.partition.fetch.bytes=1"), null);
    Monitor.build(
        pipeline,
        ReadKafka.from(settings, topic.start(new StartFrom.Earliest()), KafkaValues.json(null))
            .withWatermark(WATERMARK),
        List.of(AfterCheckpoint.of(collected)),
        new MonitorSettings(
            null,
            BOOK.rules(),
            org.joda.time.Duration.millis(LATENESS.toMillis()),
            org.joda.time.Duration.millis(100),
            0));
    return pipeline.run();
  }

  private void send(int partition, Instant time) {
    var payment =
        new Payment(
            "id-" + sent.size(),
            time.toEpochMilli(),
            "card-" + random.nextInt(60),
            "shop-" + random.nextInt(5),
            random.nextInt(10_000),
            "GBP",
            "GB",
            "APPROVED",
            null,
            null);
    var position = SourcePosition.inTopic(topic.name(), partition, offsets[partition]++);
    sent.add(new Good(payment, position));
    topic.send(partition, payment.json());
  }

  private void await(Predicate<List<Object>> isThere) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!isThere.test(collected.rows())) {
      if (System.nanoTime() - end > 0) {
        var rows = collected.rows();
        throw new AssertionError(
            "accounted for %d of %d, all closed: %s"
                .formatted(accounted(rows), sent.size(), hasClosed(rows)));
      }
      LockSupport.parkNanos(100_000_000);
    }
  }

  /** How many records have ended somewhere, as the ledger says. */
  private static long accounted(List<Object> rows) {
    var byBlock = new HashMap<String, Long>();
    for (var row : rows) {
      if (row instanceof LedgerEntry it) {
        byBlock.merge(
            it.partition() + "@" + it.blockStart(),
            it.accepted() + it.duplicates() + it.deadLetters() + it.late(),
            Math::max);
      }
    }
    return byBlock.values().stream().mapToLong(it -> it).sum();
  }

  /** Whether each minute that was over when the test began has its last row. */
  private boolean hasClosed(List<Object> rows) {
    var open = new HashSet<String>();
    var closed = new HashSet<String>();
    for (var row : rows) {
      if (row instanceof Total it && isOver(it)) {
        (it.isFinal() ? closed : open)
            .add(it.dimension() + " " + it.key() + " " + it.windowStart());
      }
    }
    return !closed.isEmpty() && closed.containsAll(open);
  }

  private boolean isOver(Total it) {
    return it.grain() == Grain.MINUTE && it.windowEnd() <= now.toEpochMilli();
  }

  /** Hours and days, and the present minute, will not close as long as the test lasts. */
  private Object asIfClosed(Object row) {
    return row instanceof Total it && !isOver(it)
        ? new Total(
            it.grain(),
            it.dimension(),
            it.key(),
            it.currency(),
            it.windowStart(),
            it.windowEnd(),
            it.count(),
            it.declined(),
            it.flagged(),
            it.sum(),
            it.sumCapped(),
            it.largest(),
            it.cards(),
            it.generation(),
            it.facts(),
            true)
        : row;
  }
}
