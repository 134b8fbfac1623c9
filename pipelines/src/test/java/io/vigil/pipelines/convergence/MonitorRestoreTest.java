package io.vigil.pipelines.convergence;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.is;

import io.vigil.pipelines.cli.RunnerFlags;
import io.vigil.pipelines.cli.RunnerFlags.Runner;
import io.vigil.pipelines.convergence.Arrival.Good;
import io.vigil.pipelines.convergence.Arrival.Watermark;
import io.vigil.pipelines.convergence.InterruptedSource.Act;
import io.vigil.pipelines.monitor.Monitor;
import io.vigil.pipelines.monitor.MonitorSettings;
import io.vigil.pipelines.postgres.PostgresConfig;
import io.vigil.pipelines.postgres.PostgresRows;
import io.vigil.pipelines.postgres.PostgresSink;
import io.vigil.pipelines.postgres.TestPostgres;
import io.vigil.pipelines.tables.AfterCheckpoint;
import io.vigil.schemas.Dimension;
import io.vigil.schemas.Grain;
import io.vigil.schemas.Incident;
import io.vigil.schemas.LateTransaction;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Spike;
import io.vigil.schemas.Total;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.Read;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What a crash undoes, and what comes otherwise after the restore, through the whole job on Flink
 * into PostgreSQL: in the end the tables are those of what came in the end. One minute is allowed;
 * all is about the minute from 12:00 to 12:01.
 */
@Timeout(120)
class MonitorRestoreTest {

  /** The third of a card within a minute is flagged. */
  private static final RuleBook BOOK =
      new RuleBook(2, 60, 1000, 10, 10, 1000, 10, 10, 1000, 0.000001, 60, null);

  private static final long LATENESS = 60_000;
  private static final Watermark END = new Watermark(millis("12:00:00") + 172_800_000);

  private final Collected sent = Collected.open();
  private final PostgresConfig database = TestPostgres.freshSchema();

  @Test
  void shouldCountOnceWhatWasLateBeforeTheCrashAndIsAcceptedAfterIt() {
    var first =
        List.<Arrival>of(
            payment(0, "12:00:10"), payment(1, "12:00:11"), new Watermark(millis("12:00:15")));
    var late = payment(2, "12:00:20");
    var next = payment(3, "12:20:00");
    var third = List.<Arrival>of(late, next, END);

    run(
        first,
        new Act(
            List.of(new Watermark(millis("12:05:00")), late, next),
            () ->
                sent.rows().stream().anyMatch(LateTransaction.class::isInstance)
                    && minutes(sent.rows()).contains("12:00 count 2, flagged 0, final")
                    // What came last has reached the database, so all that may be there, is.
                    && minutes(stored()).contains("12:20 count 1, flagged 0")),
        new Act(third, this::isAllFinal));

    assertThat(
        minutes(stored()),
        containsInAnyOrder("12:00 count 3, flagged 1, final", "12:20 count 1, flagged 0, final"));
    thatTablesAreThoseOf(List.of(first, third));
  }

  @Test
  void shouldCloseAWindowWithFewerFactsThanItHadBeforeTheCrash() {
    var first =
        List.<Arrival>of(
            payment(0, "11:59:40"), payment(1, "12:00:15"), new Watermark(millis("12:00:20")));
    var early = payment(2, "12:00:21");
    var other = payment(3, "12:00:50");
    // The minute before is closed at 12:01, the bucket of 12:00:21 at 12:01:30, its minute at
    // 12:02.
    var third = List.<Arrival>of(new Watermark(millis("12:01:45")));
    var fourth = List.<Arrival>of(early, other, END);

    run(
        first,
        new Act(
            List.of(early, other), () -> minutes(stored()).contains("12:00 count 3, flagged 2")),
        new Act(third, () -> minutes(sent.rows()).contains("11:59 count 1, flagged 0, final")),
        new Act(fourth, this::isAllFinal));

    assertThat(
        minutes(stored()),
        containsInAnyOrder("11:59 count 1, flagged 0, final", "12:00 count 2, flagged 0, final"));
    thatTablesAreThoseOf(List.of(first, third, fourth));
  }

  private void run(List<Arrival> first, Act second, Act... others) {
    var flags =
        List.of(
            "--parallelism=1",
            "--maxBundleSize=1",
            "--autoWatermarkInterval=20",
            // What is to be lost must happen between two, on a busy machine too.
            "--checkpointingInterval=3000",
            "--externalizedCheckpointsEnabled=false",
            "--retainExternalizedCheckpointsOnCancellation=false",
            "--executionRetryDelay=10",
            "--numberOfExecutionRetries=20");
    var pipeline =
        Pipeline.create(RunnerFlags.parse(Runner.FlinkRunner, true, flags, Set.of()).toOptions());
    Monitor.build(
        pipeline,
        Read.from(new InterruptedSource(first, second, List.of(others))),
        List.of(sent, AfterCheckpoint.of(new PostgresSink(database))),
        new MonitorSettings(null, BOOK.rules(), Duration.millis(LATENESS), Duration.millis(10), 0));
    pipeline.run().waitUntilFinish();
    sent.close();
  }

  private void thatTablesAreThoseOf(List<List<Arrival>> acts) {
    var arrivals = acts.stream().flatMap(List::stream).toList();
    var expected = MonitorModel.tablesOf(new Scenario(0, BOOK, LATENESS, arrivals));
    var confirmed = stored().stream().filter(it -> !isUnconfirmed(it)).toList();
    assertThat(Tables.of(confirmed, LATENESS).lines(), is(expected.lines()));
  }

  /**
   * Whatever was announced before the crash and cannot be told again stays as it is. Everything has
   * closed at the end, so what nobody has confirmed did not hold (docs/spikes.md).
   */
  private static boolean isUnconfirmed(Object row) {
    return row instanceof Spike spike && spike.state() == Spike.State.PROVISIONAL
        || row instanceof Incident incident && incident.state() == Spike.State.PROVISIONAL;
  }

  private boolean isAllFinal() {
    var totals = stored().stream().filter(Total.class::isInstance).map(Total.class::cast).toList();
    return !totals.isEmpty() && totals.stream().allMatch(Total::isFinal);
  }

  private List<Object> stored() {
    var rows = new ArrayList<Object>();
    for (var table : io.vigil.pipelines.tables.Tables.all()) {
      rows.addAll(PostgresRows.list(table, database));
    }
    return rows;
  }

  private static List<String> minutes(List<Object> rows) {
    return rows.stream()
        .filter(Total.class::isInstance)
        .map(Total.class::cast)
        .filter(it -> it.grain() == Grain.MINUTE && it.dimension() == Dimension.ALL)
        .map(
            it ->
                "%s count %d, flagged %d%s"
                    .formatted(
                        Instant.ofEpochMilli(it.windowStart()).toString().substring(11, 16),
                        it.count(),
                        it.flagged(),
                        it.isFinal() ? ", final" : ""))
        .toList();
  }

  /** All are of one card. */
  private static Good payment(long offset, String time) {
    var payment =
        new Payment(
            "id-" + offset, millis(time), "ann", "shop", 100, "GBP", "GB", "APPROVED", null, null);
    return new Good(payment, SourcePosition.inTopic("payments", 0, offset));
  }

  private static long millis(String time) {
    return Instant.parse("2026-03-01T" + time + "Z").toEpochMilli();
  }
}
