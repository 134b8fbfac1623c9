package io.vigil.schemas.parse;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.vigil.schemas.RandomData;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Transaction;
import io.vigil.schemas.TransactionWriter;
import io.vigil.schemas.csv.CsvDialect;
import io.vigil.schemas.csv.CsvTransactionWriter;
import io.vigil.schemas.files.FileFormat;
import io.vigil.schemas.files.InputFile;
import io.vigil.schemas.json.JsonTransactionWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RoundTripTest {

  private static final Transaction FULL =
      new Transaction(
          "t1",
          1_772_368_496_789L,
          "c1",
          "Müller, \"Bäcker\"",
          -1234,
          "EUR",
          "DE",
          "APPROVED",
          "food",
          0.25,
          "1822direkt",
          SourcePosition.inFile("x", 1));
  private static final Transaction SMALL =
      new Transaction(
          "t2", 0, "c1", "m1", 5, "KWD", null, null, null, null, SourcePosition.inFile("x", 2));
  private static final Transaction YEN =
      new Transaction(
          "t3",
          1_000,
          "c1",
          "m1",
          Long.MIN_VALUE,
          "JPY",
          null,
          null,
          null,
          null,
          SourcePosition.inFile("x", 3));

  @Test
  void writesCanonicalJson() throws IOException {
    assertThat(
        new String(write(FileFormat.JSON, List.of(FULL, SMALL, YEN)), StandardCharsets.UTF_8),
        is(
            """
            {"transaction_id":"t1","event_time":"2026-03-01T12:34:56.789Z","card_id":"c1",\
            "merchant_id":"Müller, \\"Bäcker\\"","amount":-12.34,"currency":"EUR",\
            "country":"DE","status":"APPROVED","category":"food","risk_score":0.25,\
            "issuer":"1822direkt"}
            {"transaction_id":"t2","event_time":"1970-01-01T00:00:00Z","card_id":"c1",\
            "merchant_id":"m1","amount":0.005,"currency":"KWD"}
            {"transaction_id":"t3","event_time":"1970-01-01T00:00:01Z","card_id":"c1",\
            "merchant_id":"m1","amount":-9223372036854775808,"currency":"JPY"}
            """));
  }

  @Test
  void writesCanonicalCsv() throws IOException {
    assertThat(
        new String(write(FileFormat.CSV, List.of(FULL, SMALL, YEN)), StandardCharsets.UTF_8),
        is(
            """
            transaction_id,event_time,card_id,merchant_id,amount,currency,country,status,\
            category,risk_score,issuer
            t1,2026-03-01T12:34:56.789Z,c1,"Müller, ""Bäcker\""",-12.34,EUR,DE,APPROVED,food,0.25,1822direkt
            t2,1970-01-01T00:00:00Z,c1,m1,0.005,KWD,,,,,
            t3,1970-01-01T00:00:01Z,c1,m1,-9223372036854775808,JPY,,,,,
            """));
  }

  @ParameterizedTest
  @EnumSource(names = {"JSON", "CSV"})
  void readsTheTransactionsThatWereWritten(FileFormat format) throws IOException {
    long seed = 9;
    var data = new RandomData(seed);
    var transactions = new ArrayList<Transaction>();
    for (int i = 1; i <= 20_000; i++) {
      transactions.add(data.transaction(SourcePosition.inFile("file", i)));
    }
    var file = Channels.newChannel(new ByteArrayInputStream(write(format, transactions)));
    var parser = new TransactionParser(new CanonicalFields());
    try (var reader = new InputFile("file", format, 10_000, CsvDialect.DEFAULT).open(file)) {
      for (var transaction : transactions) {
        assertThat("seed " + seed, parser.parse(reader.next()), is(transaction));
      }
      assertThat(reader.next() == null, is(true));
    }
  }

  private static byte[] write(FileFormat format, List<Transaction> transactions)
      throws IOException {
    var out = new ByteArrayOutputStream();
    try (var writer = writer(format, out)) {
      for (var transaction : transactions) {
        writer.write(transaction);
      }
    }
    return out.toByteArray();
  }

  private static TransactionWriter writer(FileFormat format, OutputStream out) throws IOException {
    return format == FileFormat.JSON
        ? new JsonTransactionWriter(out)
        : new CsvTransactionWriter(out);
  }
}
