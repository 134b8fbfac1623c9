package io.vigil.pipelines.postgres;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import io.vigil.pipelines.tables.Table;
import io.vigil.pipelines.tables.Tables;
import io.vigil.schemas.LedgerEntry;
import io.vigil.schemas.Total;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows that are written one after the other, each in its own batch. */
class VersionGuardTest {

  private PostgresConfig config = TestPostgres.emptySchema();

  @BeforeEach
  void prepare() {
    PostgresTables.prepare(config);
  }

  @ParameterizedTest(name = "after {0}: {1}")
  @CsvSource({
    "0 true 9, 1 false 0, a newer generation",
    "0 false 9, 0 true 3, a closed window though fewer facts came in time",
    "0 false 9, 0 false 10, more facts",
    "0 true 9, 0 true 10, more facts of a closed window",
    "0 true 9, 0 true 9, the same version",
    "5 false 0, 5 false 0, the same version of a backfill"
  })
  void aRowIsTakenIfItsVersionIsNotOlder(String present, String next, String because) {
    write(Tables.TOTALS, total(present, 1));
    write(Tables.TOTALS, total(next, 2));
    assertThat(because, PostgresRows.list(Tables.TOTALS, config), contains(total(next, 2)));
  }

  @ParameterizedTest(name = "after {0}: {1}")
  @CsvSource({
    "1 false 0, 0 true 9, an older generation",
    "0 true 3, 0 false 9, an open window after it was closed",
    "0 false 9, 0 false 8, fewer facts",
    "0 true 9, 0 true 8, fewer facts of a closed window"
  })
  void aRowIsRefusedIfItsVersionIsOlder(String present, String next, String because) {
    write(Tables.TOTALS, total(present, 1));
    write(Tables.TOTALS, total(next, 2));
    assertThat(because, PostgresRows.list(Tables.TOTALS, config), contains(total(present, 1)));
  }

  @Test
  void ofTheLedgerTheEntryThatHasCountedMoreStays() {
    var some = new LedgerEntry("topic", 1, 0, 65_536, 10, 5, 1, 1, 0, 0, 0);
    var more = new LedgerEntry("topic", 1, 0, 65_536, 10, 8, 1, 1, 0, 0, 0);
    write(Tables.LEDGER, some);
    write(Tables.LEDGER, more);
    write(Tables.LEDGER, some);
    assertThat(PostgresRows.list(Tables.LEDGER, config), contains(more));
  }

  @Test
  void countsOfTheLedgerNeverOverflow() {
    long most = Long.MAX_VALUE;
    var huge = new LedgerEntry("topic", 1, 0, 65_536, most, most, 0, 0, 0, 0, 0);
    write(Tables.LEDGER, new LedgerEntry("topic", 1, 0, 65_536, most, 1, 0, 0, 0, 0, 0));
    write(Tables.LEDGER, huge);
    assertThat(PostgresRows.list(Tables.LEDGER, config), contains(huge));
  }

  @Test
  void withinABatchOnlyTheNewestRowOfAKeyIsWritten() {
    var batch = new RowBatch(Tables.TOTALS);
    for (var row :
        List.of(
            total("0 false 5", 1),
            total("0 true 2", 2),
            total("0 true 2", 3),
            total("0 false 7", 4))) {
      batch.add(Tables.TOTALS.type().toAvro(row));
    }
    assertThat(batch.size(), is(1));
    assertThat(Tables.TOTALS.type().fromAvro(batch.inKeyOrder().get(0)), is(total("0 true 2", 3)));
  }

  private static Total total(String version, long count) {
    var parts = version.split(" ");
    return Totals.of("m1", 0)
        .with(
            count,
            Long.parseLong(parts[0]),
            Boolean.parseBoolean(parts[1]),
            Long.parseLong(parts[2]));
  }

  private <T> void write(Table<T> table, T row) {
    Writes.batch(table, config, List.of(row));
  }
}
