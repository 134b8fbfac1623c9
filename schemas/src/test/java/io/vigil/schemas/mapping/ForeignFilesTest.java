package io.vigil.schemas.mapping;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import io.vigil.schemas.Encoding;
import io.vigil.schemas.ParseFailure;
import io.vigil.schemas.Reason;
import io.vigil.schemas.Transaction;
import io.vigil.schemas.csv.CsvDialect;
import io.vigil.schemas.files.FileFormat;
import io.vigil.schemas.files.InputFile;
import io.vigil.schemas.parse.TransactionParser;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Files as banks, shops and programs write them, made up for this purpose. What is right was worked
 * out by hand.
 */
class ForeignFilesTest {

  private static final String OTHERS =
      """
        card_id: {constant: c}
        merchant_id: {constant: m}
        currency: {constant: EUR}
      """;

  private static final String OF_PARQUET =
      """
      version: 1
      fields:
        transaction_id: {column: transaction_id}
        event_time: {column: event_timeZONE}
        card_id: {column: card_id}
        merchant_id: {column: merchant_id}
        amount: {column: amount}
        currency: {column: currency}
      """;

  private final List<Transaction> good = new ArrayList<>();
  private final List<ParseFailure> bad = new ArrayList<>();
  private int skipped;

  @Test
  void readsTheExportOfABankWithDecimalCommas() throws IOException {
    read(
        "decimal-comma.csv",
        """
        version: 1
        csv: {delimiter: ";"}
        number: {decimal: ",", grouping: ".", currency_sign: true}
        fields:
          transaction_id: {expression: row_hash}
          event_time: {expression: 'Buchungstag + " 00:00"', format: dd.MM.uuuu HH:mm, zone: Europe/Berlin}
          amount: {column: Betrag}
        """
            + OTHERS);

    assertThat(bad, is(empty()));
    assertThat(amounts(), contains(-99L, 471_198L, -123_456_705L, 1_200L, 100_000L, 1_250L));
    assertThat(
        good.stream()
            .map(it -> LocalDate.ofInstant(at(it), ZoneId.of("Europe/Berlin")).getDayOfMonth())
            .toList(),
        contains(1, 1, 2, 2, 3, 4));
  }

  @Test
  void readsTimesWithAbbreviationsOfZones() throws IOException {
    read(
        "zones.csv",
        """
        version: 1
        fields:
          transaction_id: {column: id}
          event_time: {column: when, format: "uuuu-MM-dd HH:mm:ss z"}
          amount: {constant: 1}
        """
            + OTHERS);

    assertThat(
        good.stream().map(it -> at(it).toString()).toList(),
        contains(
            "2013-06-03T10:26:49Z",
            "2013-06-03T09:26:49Z",
            "2017-06-21T12:22:17Z",
            "2026-11-01T05:30:00Z",
            "2026-11-01T06:30:00Z"));
    assertThat(bad, hasSize(1));
    assertThat(bad.get(0).message(), containsString("means one thing here and another there"));
  }

  @Test
  void readsAFileWithoutAHeaderWhoseRowsAreShort() throws IOException {
    read(
        "headerless.csv",
        """
        version: 1
        csv:
          delimiter: "|"
          header: none
          columns: [id, day, time, epoch, category, amount, fraud, x, y, from, to]
          short_rows: true
        fields:
          transaction_id: {column: id}
          event_time: {column: epoch, format: epoch_seconds}
          amount: {column: amount}
          category: {column: category}
        """
            + OTHERS);

    assertThat(bad, is(empty()));
    assertThat(amounts(), contains(15_341L, 2_537L, 8_047L));
    assertThat(good.get(2).category(), is("home"));
    assertThat(at(good.get(0)), is(Instant.parse("2012-01-15T12:22:41Z")));
  }

  @Test
  void readsPastWhatStandsBeforeTheHeader() throws IOException {
    read(
        "preamble.csv",
        """
        version: 1
        csv: {delimiter: ";", skip_lines: 5}
        only_if: Abgerechnet != "Summe"
        number: {decimal: ",", grouping: "."}
        fields:
          transaction_id: {expression: row_hash}
          event_time: {expression: 'Belegdatum + " 00:00"', format: dd.MM.uuuu HH:mm, zone: UTC}
          amount: {column: Betrag (EUR)}
        """
            + OTHERS);

    assertThat(amounts(), contains(-3_500L, -5_000L));
    assertThat(
        good.stream().map(it -> at(it).toString()).toList(),
        contains("2018-12-31T00:00:00Z", "2018-12-11T00:00:00Z"));
    assertThat(bad, is(empty()));
    assertThat(skipped, is(1));
  }

  @Test
  void tellsIdenticalRowsApart() throws IOException {
    var mapping =
        """
        version: 1
        fields:
          transaction_id: {expression: 'row_hash + "-" + file_name + "-" + TEXT(record_number)'}
          event_time: {expression: 'Date + " 00:00"', format: dd/MM/uuuu HH:mm, zone: Australia/Sydney}
          amount: {column: Amount}
        """
            + OTHERS;
    read("identical-rows.csv", mapping);
    var ids = new HashSet<>(good.stream().map(Transaction::transactionId).toList());
    assertThat(ids, hasSize(3));
    assertThat(amounts().stream().mapToLong(it -> it).sum(), is(-1_802L));

    good.clear();
    read("identical-rows.csv", mapping);
    assertThat(new HashSet<>(good.stream().map(Transaction::transactionId).toList()), is(ids));
  }

  /** A payment, one whose amount is the bytes of a decimal, a deletion, and an update. */
  @Test
  void readsChangeEvents() throws IOException {
    read(
        "change-events.jsonl",
        """
        version: 1
        only_if: COLUMN("payload.op") != "d"
        fields:
          transaction_id: {column: payload.after.id}
          event_time: {column: payload.after.paid_at, format: epoch_micros}
          card_id: {column: payload.after.card}
          merchant_id: {column: payload.after.shop}
          amount:
            expression: >-
              IF(STR_CONTAINS(COLUMN("payload.after.amount"), "."),
                DECIMAL(COLUMN("payload.after.amount")),
                DECIMAL_BYTES(COLUMN("payload.after.amount"), 2))
          currency: {column: payload.after.cur}
        """);

    assertThat(bad, is(empty()));
    assertThat(skipped, is(1));
    assertThat(amounts(), contains(1_250L, 1_250L, 1_300L));
    assertThat(
        good.stream().map(Transaction::transactionId).toList(), contains("1001", "1002", "1001"));
  }

  @Test
  void readsAnotherEncodingIfTheMappingNamesIt() throws IOException {
    var mapping =
        """
        version: 1
        csv: {encoding: windows-1252}
        fields:
          transaction_id: {column: transaction_id}
          event_time: {column: event_time}
          card_id: {column: card_id}
          merchant_id: {column: merchant_id}
          amount: {column: amount}
          currency: {column: currency}
        """;
    read("windows-1252.csv", mapping);
    assertThat(bad, is(empty()));
    assertThat(
        good.stream().map(Transaction::merchantId).toList(), contains("café", "cafe", "€ shop"));

    good.clear();
    read("windows-1252.csv", mapping.replace("csv: {encoding: windows-1252}\n", ""));
    assertThat(bad, hasSize(2));
    assertThat(bad.get(0).reason(), is(Reason.INVALID_UTF8));
    assertThat(bad.get(0).message(), containsString("'csv: {encoding: windows-1252}' names it"));
  }

  @Test
  void readsAnArrayAsItsElements() throws IOException {
    for (var name : List.of("array-one.json", "array-lines.json")) {
      good.clear();
      read(name, null);
      assertThat(bad, is(empty()));
      assertThat(good.stream().map(Transaction::transactionId).toList(), contains("t1", "t2"));
      assertThat(amounts(), contains(150L, 150L));
      assertThat(good.get(1).source().offset(), is(2L));
    }
  }

  @Test
  void readsTheOldTimesOfSpark() throws IOException {
    read("int96.parquet", OF_PARQUET.replace("ZONE", ", zone: UTC"));

    assertThat(bad, is(empty()));
    assertThat(amounts(), contains(123_456L, -99L));
    assertThat(at(good.get(0)), is(Instant.parse("2026-03-01T10:00:00.123Z")));

    good.clear();
    read("int96.parquet", OF_PARQUET.replace("ZONE", ""));
    assertThat(bad.get(0).reason(), is(Reason.TIME_WITHOUT_ZONE));
  }

  @Test
  void readsColumnsOfAnyName() throws IOException {
    var mapping = OF_PARQUET.replace("ZONE", "");
    read("extra_space.parquet", mapping);
    assertThat(amounts(), contains(123_456L, -99L));

    good.clear();
    read("extra_space.parquet", mapping.replace("column: merchant_id", "column: Merchant Name"));
    assertThat(good.stream().map(Transaction::merchantId).toList(), contains("a", "b"));

    good.clear();
    read("extra_space.parquet", null);
    assertThat(amounts(), contains(123_456L, -99L));
    assertThat(bad, is(empty()));
  }

  @Test
  void readsTextsThatAreNotMarkedAsSuch() throws IOException {
    for (var mapping : new String[] {null, OF_PARQUET.replace("ZONE", "")}) {
      good.clear();
      read("binary_str.parquet", mapping);
      assertThat(bad, is(empty()));
      assertThat(amounts(), contains(123_456L, -99L));
      assertThat(good.stream().map(Transaction::merchantId).toList(), contains("m1", "café"));
    }
  }

  @Test
  void namesAColumnThatStandsTwiceOnlyIfItIsUsed() {
    var fields = new MappedFields(Mappings.with("amount", "{column: a}"));

    assertThat(fields.problems(Encoding.CSV, "a,b,b"), is(empty()));
    assertThat(
        fields.problems(Encoding.CSV, "a,b,a"),
        contains(startsWith("the header has the column 'a' twice")));
  }

  private void read(String name, @Nullable String mappingText) throws IOException {
    var mapping = mappingText == null ? null : Mapping.parse("m.yaml", mappingText);
    var parser = TransactionParser.of(mapping);
    var csv = mapping == null ? CsvDialect.DEFAULT : mapping.csv();
    try (var reader =
        new InputFile(name, Objects.requireNonNull(FileFormat.ofName(name)), 1 << 20, csv)
            .open(new SeekableInMemoryByteChannel(open(name)))) {
      for (var record = reader.next(); record != null; record = reader.next()) {
        var parsed = parser.parse(record);
        if (parsed instanceof Transaction transaction) {
          good.add(transaction);
        } else if (parsed instanceof ParseFailure failure) {
          bad.add(failure);
        } else {
          skipped++;
        }
      }
    }
  }

  private static byte[] open(String name) throws IOException {
    try (var file =
        ForeignFilesTest.class.getResourceAsStream("/io/vigil/schemas/foreign/" + name)) {
      return Objects.requireNonNull(file).readAllBytes();
    }
  }

  private List<Long> amounts() {
    return good.stream().map(Transaction::amount).toList();
  }

  private static Instant at(Transaction transaction) {
    return Instant.ofEpochMilli(transaction.eventTime());
  }
}
