package io.vigil.pipelines.postgres;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vigil.pipelines.cli.Refusal;
import io.vigil.pipelines.tables.Table;
import io.vigil.pipelines.tables.Tables;
import io.vigil.schemas.DeadLetter;
import io.vigil.schemas.Dimension;
import io.vigil.schemas.Encoding;
import io.vigil.schemas.Grain;
import io.vigil.schemas.LateTransaction;
import io.vigil.schemas.LedgerEntry;
import io.vigil.schemas.Reason;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Spike;
import io.vigil.schemas.Total;
import io.vigil.schemas.Transaction;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is written comes back as it was, at the ends of every type. */
class PostgresTypesTest {

  private static final String HARD = "é日本🦊 \"quoted\" \\back, {braces} NULL\n\t'it''s' \u202e";
  private static final long TIME = Instant.parse("2026-03-01T12:34:56.789Z").toEpochMilli();
  private static final long LAST_DAY = Instant.parse("2099-12-31T23:59:59.999Z").toEpochMilli();

  private PostgresConfig config = TestPostgres.emptySchema();

  @BeforeEach
  void prepare() {
    PostgresTables.prepare(config);
  }

  @Test
  void totalsAtTheEndsOfLong() {
    comesBack(Tables.TOTALS, total("a", Long.MIN_VALUE), total(HARD, Long.MAX_VALUE));
  }

  @Test
  void spikesWithTheSmallestAndLargestProbabilities() {
    comesBack(
        Tables.SPIKES,
        spike("1", Double.MIN_VALUE, 0.0),
        spike("2", Double.MAX_VALUE, -0.0),
        spike("3", Double.NaN, Double.POSITIVE_INFINITY),
        spike("4", 0.1 + 0.2, 1e-300));
  }

  @Test
  void deadLettersWithAnyBytesAndWithoutWhatIsUnknown() {
    var allBytes = new byte[256];
    for (int i = 0; i < allBytes.length; i++) {
      allBytes[i] = (byte) i;
    }
    comesBack(
        Tables.DEAD_LETTERS,
        letter(1, null, new byte[0], null),
        letter(2, HARD, allBytes, 0L),
        letter(Long.MAX_VALUE, "", allBytes, LAST_DAY));
  }

  @Test
  void lateTransactionsInCurrenciesWithAnyDecimals() {
    comesBack(
        Tables.LATE,
        late(Long.MIN_VALUE, 1, "JPY", null),
        late(1, Long.MAX_VALUE, "EUR", HARD),
        late(2, -1, "BHD", "x"),
        late(3, Long.MIN_VALUE, "CLF", null));
  }

  @Test
  void ledgerEntries() {
    comesBack(
        Tables.LEDGER,
        new LedgerEntry(HARD, -1, 0, 65_536, Long.MAX_VALUE, 0, 0, 0, 0, 0, 0),
        new LedgerEntry(HARD, Integer.MAX_VALUE, Long.MIN_VALUE, -1, 1, 2, 3, 4, 5, 6, 7));
  }

  @Test
  void timesBeyondTheYear9999AreInfinite() throws SQLException {
    var never =
        new LateTransaction(
            late(1, 1, "EUR", null).transaction(), 253_402_300_800_000L, -62_135_596_800_001L);
    Writes.batch(Tables.LATE, config, List.of(never));
    assertThat(
        TestPostgres.query(config, "SELECT bucket_end || ' ' || watermark FROM late"),
        is("infinity -infinity"));
    var back = PostgresRows.list(Tables.LATE, config).get(0);
    assertThat(back.bucketEnd(), is(Long.MAX_VALUE));
    assertThat(back.watermark(), is(Long.MIN_VALUE));
  }

  @Test
  void aZeroCharacterInAHeaderIsWrittenAsItsPicture() {
    Writes.batch(Tables.DEAD_LETTERS, config, List.of(letter(1, "id\0,x", new byte[] {0}, null)));
    assertThat(PostgresRows.list(Tables.DEAD_LETTERS, config).get(0).schema(), is("id\u2400,x"));
  }

  @Test
  void aZeroCharacterInAKeyIsRefusedAtOnceByTheNameOfTheTable() {
    var refusal =
        assertThrows(
            Refusal.class, () -> Writes.batch(Tables.TOTALS, config, List.of(total("a\0b", 1))));
    assertThat(
        refusal.getMessage(),
        allOf(
            containsString("cannot write table totals in PostgreSQL at localhost:"),
            containsString("0x00")));
  }

  @Test
  void whatTheServerSaysOfARefusedRowDoesNotNameTheCard() throws SQLException {
    TestPostgres.execute(config, "ALTER TABLE late ADD CHECK (merchant_id <> 'm')");
    var refusal =
        assertThrows(
            Refusal.class,
            () -> Writes.batch(Tables.LATE, config, List.of(late(1, 1, "EUR", null))));
    assertThat(refusal.getMessage(), containsString("violates check constraint"));
    assertThat(refusal.getMessage(), not(containsString("card-9")));
    assertThat(refusal.getCause(), is(nullValue()));
    assertThat(PostgresRows.list(Tables.LATE, config), is(List.of()));
  }

  @SuppressWarnings("unchecked")
  private <T> void comesBack(Table<T> table, T... rows) {
    Writes.batch(table, config, List.of(rows));
    assertThat(PostgresRows.list(table, config), contains(rows));
  }

  private static Total total(String key, long value) {
    return new Total(
        Grain.DAY,
        Dimension.MERCHANT,
        key,
        "EUR",
        0,
        LAST_DAY,
        value,
        value,
        value,
        value,
        value,
        value,
        value,
        value,
        true);
  }

  private static Spike spike(String id, double expected, double probability) {
    return new Spike(
        id,
        HARD,
        Dimension.COUNTRY,
        "DE",
        TIME,
        TIME + 1,
        1,
        expected,
        probability,
        2,
        "declined",
        60,
        Spike.State.RETRACTED,
        0,
        1,
        false);
  }

  private static DeadLetter letter(
      long offset, @Nullable String schema, byte[] bytes, @Nullable Long eventTime) {
    return new DeadLetter(
        Reason.MALFORMED_JSON.stage(),
        Reason.MALFORMED_JSON,
        HARD,
        SourcePosition.inTopic("topic", 3, offset),
        Encoding.CSV,
        schema,
        bytes,
        eventTime,
        Integer.MAX_VALUE,
        "0.1");
  }

  private static LateTransaction late(
      long offset, long amount, String currency, @Nullable String text) {
    var transaction =
        new Transaction(
            "t" + offset,
            TIME,
            "card-9",
            "m",
            amount,
            currency,
            text,
            text,
            text,
            text == null ? null : Double.MIN_VALUE,
            SourcePosition.inTopic("topic", 0, offset));
    return new LateTransaction(transaction, TIME + 1, LAST_DAY);
  }
}
