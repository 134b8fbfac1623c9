package io.vigil.pipelines.live;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.lessThan;

import io.vigil.pipelines.tables.Tables;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EndToEndTest {

  private static final int TRANSACTIONS = 6_000;
  private static final int LATE = 8;
  private static final Instant MORNING = Instant.parse("2026-03-02T08:00:00Z");

  @TempDir private Path folder;

  @Test
  void shouldGiveTheTablesOfABoundedRunOverTheSameRecords() throws Exception {
    var run = new LiveRun("end_to_end", folder);
    run.generate(TRANSACTIONS);

    var job = run.submit();
    run.awaitEnd(job);
    // Everything is closed by now.
    for (int i = 0; i < LATE; i++) {
      run.send(i % LiveRun.PARTITIONS, Payments.json("late " + i, MORNING.plusSeconds(i)));
    }
    run.awaitEnd(job);

    var tables = run.thatTablesAreThoseOfABoundedRun();
    job.cancel();
    // Otherwise it would prove little.
    assertThat(run.ledger().late(), greaterThanOrEqualTo((long) LATE));
    assertThat(run.ledger().late(), lessThan(TRANSACTIONS / 10L));
    assertThat(run.ledger().duplicates(), greaterThan(0L));
    for (var table :
        List.of(
            Tables.TOTALS,
            Tables.SPIKES,
            Tables.INCIDENTS,
            Tables.FLAGS,
            Tables.CONFLICTS,
            Tables.DEAD_LETTERS)) {
      assertThat(table.name(), tables.count(table), greaterThan(0L));
    }
  }
}
