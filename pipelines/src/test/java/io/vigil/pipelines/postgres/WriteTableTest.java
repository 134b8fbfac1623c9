package io.vigil.pipelines.postgres;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vigil.pipelines.Until;
import io.vigil.pipelines.cli.Refusal;
import io.vigil.pipelines.tables.Tables;
import io.vigil.schemas.Total;
import io.vigil.schemas.avro.RecordTypes;
import io.vigil.transforms.coders.RecordCoder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.transforms.Create;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

class WriteTableTest {

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  /** Thousands of writes, of one row each. */
  private static final Duration LONGEST_WORK = Duration.ofMinutes(3);

  @Test
  @ExtendWith(TestPipelineExtension.class)
  void everyRowOfAPipelineIsInTheTable(TestPipeline pipeline) {
    var config = TestPostgres.freshSchema();
    var rows = totals(500);
    pipeline
        .apply(Create.of(rows).withCoder(RecordCoder.of(RecordTypes.TOTAL)))
        .apply("WriteTotals", WriteTable.to(Tables.TOTALS, config).withBatchRows(64));
    pipeline.run().waitUntilFinish();
    assertThat(PostgresRows.list(Tables.TOTALS, config), is(rows));
  }

  @Test
  @ExtendWith(TestPipelineExtension.class)
  void aRowThatTheServerRefusesFailsThePipelineWithOneLine(TestPipeline pipeline) throws Exception {
    var config = TestPostgres.freshSchema();
    TestPostgres.execute(config, "ALTER TABLE totals ADD CHECK (count < 400)");
    pipeline
        .apply(Create.of(totals(500)).withCoder(RecordCoder.of(RecordTypes.TOTAL)))
        .apply("WriteTotals", WriteTable.to(Tables.TOTALS, config));
    var failure = assertThrows(RuntimeException.class, () -> pipeline.run().waitUntilFinish());
    var refusal = ExceptionUtils.throwableOfType(failure, Refusal.class);
    assertThat(
        refusal.getMessage(),
        allOf(
            containsString("cannot write table totals in PostgreSQL at localhost:"),
            containsString("violates check constraint")));
  }

  @Test
  void aServerThatIsStoppedInTheMiddleAndComesBackHasEveryRow() throws Exception {
    var config = TestPostgres.freshSchema().withRetryFor(LONGEST_WAIT);
    var rows = totals(3_000);
    var written = new AtomicInteger();
    var thread = Executors.newSingleThreadExecutor();
    try (var writer = TableWriter.open(Tables.TOTALS, config)) {
      var writing =
          thread.submit(
              () -> {
                for (var row : rows) {
                  Writes.batch(writer, Tables.TOTALS, List.of(row));
                  written.incrementAndGet();
                }
              });
      Until.isTrue("200 rows", LONGEST_WAIT, () -> written.get() > 200, written::get);
      TestPostgres.stop();
      int before = written.get();
      try {
        assertThat("in mid-write", before, lessThan(rows.size()));
        assertThrows(TimeoutException.class, () -> writing.get(2, TimeUnit.SECONDS));
      } finally {
        TestPostgres.startAgain();
      }
      writing.get(LONGEST_WORK.toSeconds(), TimeUnit.SECONDS);
      assertThat(written.get(), greaterThan(before));
    } finally {
      thread.shutdownNow();
    }
    assertThat(PostgresRows.list(Tables.TOTALS, config), is(rows));
  }

  @Test
  void aServerThatStaysAwayIsGivenUpWithOneLineThatNamesItAndTheTable() throws Exception {
    var config = TestPostgres.freshSchema().withRetryFor(Duration.ofSeconds(1));
    TestPostgres.stop();
    try {
      var refusal =
          assertThrows(Refusal.class, () -> Writes.batch(Tables.TOTALS, config, totals(1)));
      assertThat(
          refusal.getMessage(),
          allOf(
              containsString("gave up writing table totals in PostgreSQL at " + config.address()),
              containsString("after PT1S: ")));
    } finally {
      TestPostgres.startAgain();
    }
  }

  @Test
  void thePoolIsSharedAndClosesWithItsLastWriter() {
    var config = TestPostgres.freshSchema();
    int before = ConnectionPools.open();
    var one = TableWriter.open(Tables.TOTALS, config);
    var other = TableWriter.open(Tables.SPIKES, config);
    assertThat(ConnectionPools.open(), is(before + 1));
    one.close();
    one.close();
    assertThat(ConnectionPools.open(), is(before + 1));
    other.close();
    assertThat(ConnectionPools.open(), is(before));
  }

  private static List<Total> totals(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> Totals.of("m%05d".formatted(i), i).with(i, 0, true, i))
        .toList();
  }
}
