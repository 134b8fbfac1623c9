package io.vigil.schemas.parse;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.vigil.schemas.ParseFailure;
import io.vigil.schemas.RandomData;
import io.vigil.schemas.Reason;
import io.vigil.schemas.Records;
import io.vigil.schemas.Transaction;
import io.vigil.schemas.UnusableFileException;
import io.vigil.schemas.csv.CsvDialect;
import io.vigil.schemas.files.FileFormat;
import io.vigil.schemas.files.InputFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.EnumMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever is in a file, each of its records becomes a transaction or a failure with a reason. */
class HostileFilesTest {

  private static final String CARD = "4711081547110815";
  private static final String JSON =
      "{\"transaction_id\":\"t1\",\"event_time\":\"2026-03-01T12:34:56.789Z\",\"card_id\":\""
          + CARD
          + "\",\"merchant_id\":\"Müller\",\"amount\":12.34,\"currency\":\"EUR\",\"x\":[{},1]}\n";
  private static final String HEADER =
      "transaction_id,event_time,card_id,merchant_id,amount,currency,x\n";
  private static final String ROW =
      "t1,2026-03-01T12:34:56.789Z," + CARD + ",\"Müller, \"\"B\"\"\",12.34,EUR,\"a\nb\"\n";

  private final Map<Reason, Integer> reasons = new EnumMap<>(Reason.class);
  private int transactions;

  @Test
  void readsRandomBytes() {
    long seed = 10;
    var data = new RandomData(seed);
    for (int round = 0; round < 20_000; round++) {
      for (var format : new FileFormat[] {FileFormat.JSON, FileFormat.CSV}) {
        readWhole("seed " + seed + ", round " + round, format, data.bytes(300));
      }
    }
  }

  @Test
  void readsDamagedJson() {
    long seed = 11;
    var data = new RandomData(seed);
    for (int round = 0; round < 50_000; round++) {
      var file = data.damaged(Records.utf8(JSON.repeat(3)));
      readWhole("seed " + seed + ", round " + round, FileFormat.JSON, file);
    }
    assertThat(transactions, greaterThan(50_000));
    assertThat(reasons.toString(), reasons.size(), greaterThan(10));
  }

  @Test
  void readsDamagedCsv() {
    long seed = 12;
    var data = new RandomData(seed);
    for (int round = 0; round < 50_000; round++) {
      var file = data.damaged(Records.utf8(HEADER + ROW.repeat(3)));
      readWhole("seed " + seed + ", round " + round, FileFormat.CSV, file);
    }
    assertThat(transactions, greaterThan(50_000));
    assertThat(reasons.toString(), reasons.size(), greaterThan(6));
  }

  @Test
  void losesAtMostTheDamagedLinesOfACsvFile() throws IOException {
    long seed = 13;
    var data = new RandomData(seed);
    var goodRow = "t2,2026-03-01T12:34:56Z,c,m,1,EUR,\n";
    for (int round = 0; round < 20_000; round++) {
      var rows = new ByteArrayOutputStream();
      rows.writeBytes(Records.utf8(HEADER));
      rows.writeBytes(data.damaged(Records.utf8(ROW)));
      rows.writeBytes(Records.utf8("\n" + goodRow.repeat(100)));
      transactions = 0;
      readWhole("seed " + seed + ", round " + round, FileFormat.CSV, rows.toByteArray());
      assertThat("seed " + seed + ", round " + round, transactions, greaterThan(99));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"JSON", "CSV"})
  void readsDamagedGzip(FileFormat format) throws IOException {
    long seed = 14;
    var data = new RandomData(seed);
    var gzip = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(gzip)) {
      out.write(
          Records.utf8(format == FileFormat.JSON ? JSON.repeat(50) : HEADER + ROW.repeat(50)));
    }
    for (int round = 0; round < 10_000; round++) {
      readWhole("seed " + seed + ", round " + round, format, data.damaged(gzip.toByteArray()));
    }
  }

  private void readWhole(String round, FileFormat format, byte[] file) {
    var parser = new TransactionParser(new CanonicalFields());
    var channel = Channels.newChannel(new ByteArrayInputStream(file));
    long count = 0;
    try (var reader = new InputFile("file", format, 1_000, CsvDialect.DEFAULT).open(channel)) {
      for (var record = reader.next(); record != null; record = reader.next()) {
        count++;
        assertThat(round, record.position().offset(), is(count));
        var parsed = parser.parse(record);
        if (parsed instanceof ParseFailure failure) {
          reasons.merge(failure.reason(), 1, Integer::sum);
          assertThat(round, failure.message(), not(containsString("\n")));
          assertThat(round, failure.record(), is(record));
        } else {
          assertThat(round, parsed instanceof Transaction, is(true));
          transactions++;
        }
      }
    } catch (UnusableFileException e) {
      assertThat(round, format, is(FileFormat.CSV));
    } catch (IOException | RuntimeException e) {
      throw new AssertionError(round, e);
    }
  }
}
