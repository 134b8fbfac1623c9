package io.vigil.pipelines.postgres;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vigil.pipelines.tables.Table;
import io.vigil.pipelines.tables.Tables;
import io.vigil.schemas.avro.RecordTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpsertSqlTest {

  @Test
  void aRowReplacesAnotherIfGenerationThenFinalThenFactsAreNotOlder() {
    assertThat(
        UpsertSql.upsert("vigil", Tables.TOTALS),
        allOf(
            containsString("INSERT INTO \"vigil\".\"totals\" AS present (\"grain\", \"dimension\""),
            containsString("unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::timestamptz[]"),
            containsString(
                "ON CONFLICT (\"grain\", \"dimension\", \"key\", \"currency\", \"window_start\")"),
            endsWith(
                " WHERE (excluded.\"generation\", excluded.\"final\", excluded.\"facts\")"
                    + " >= (present.\"generation\", present.\"final\", present.\"facts\")")));
  }

  @Test
  void everyRowThatReplacesAnotherSaysWhenItWasWritten() {
    assertThat(
        UpsertSql.upsert("vigil", Tables.SPIKES),
        containsString(", \"written_at\" = DEFAULT WHERE"));
  }

  @Test
  void theLedgerIsComparedByASumThatCannotOverflow() {
    assertThat(
        UpsertSql.upsert("vigil", Tables.LEDGER),
        containsString("excluded.\"read\"::numeric + excluded.\"accepted\"::numeric + "));
  }

  @Test
  void aTableWithoutVersionTakesEveryRow() {
    assertThat(
        UpsertSql.upsert("vigil", Tables.DEAD_LETTERS),
        allOf(containsString("DO UPDATE SET"), not(containsString("WHERE"))));
  }

  @Test
  void rowsAreReadInTheOrderOfTheirKeys() {
    assertThat(
        UpsertSql.select("vigil", Tables.LATE, "true"),
        endsWith(
            "FROM \"vigil\".\"late\" AS it WHERE true ORDER BY \"source\", \"partition\", \"offset\""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Totals", "a b", "a\"; DROP TABLE x; --", "1a", "ä"})
  void onlyPlainNamesGetIntoTheText(String name) {
    var table = Table.of(name, RecordTypes.SPIKE, "spike_id");
    assertThrows(IllegalArgumentException.class, () -> UpsertSql.upsert("vigil", table));
    assertThrows(IllegalArgumentException.class, () -> UpsertSql.upsert(name, Tables.SPIKES));
    assertThat(Identifier.isValid(name), is(false));
  }
}
