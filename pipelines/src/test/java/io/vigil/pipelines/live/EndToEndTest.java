package io.vigil.pipelines.live;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.lessThan;

import io.vigil.pipelines.tables.Tables;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EndToEndTest {

  private static final int TRANSACTIONS = 20_000;

  @TempDir private Path folder;

  @Test
  void shouldGiveTheTablesOfABoundedRunOverTheSameRecords() throws Exception {
    var run = new LiveRun("end_to_end", folder);
    run.generate(TRANSACTIONS);

    var job = run.submit();
    run.awaitEnd(job);

    var tables = run.thatTablesAreThoseOfABoundedRun();
    job.cancel();
    // Otherwise it would prove little.
    assertThat(run.ledger().late(), greaterThan(0L));
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
