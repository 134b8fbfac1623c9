package io.vigil.benchmarks;

import io.vigil.schemas.RawRecord;
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
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The same few thousand transactions for every benchmark, and their records in each format. */
final class SampleRecords {

  private static final int COUNT = 4_096;
  private static final List<String> CURRENCIES = List.of("EUR", "USD", "GBP", "JPY", "KWD");
  private static final List<String> COUNTRIES = List.of("DE", "FR", "GB", "US", "JP", "NL");
  private static final List<String> STATUSES = List.of("APPROVED", "APPROVED", "DECLINED");
  private static final List<String> CATEGORIES = List.of("grocery", "fuel", "travel", "online");

  private SampleRecords() {}

  static List<Transaction> transactions() {
    var random = new Random(4711);
    var transactions = new ArrayList<Transaction>();
    for (int i = 1; i <= COUNT; i++) {
      transactions.add(
          new Transaction(
              String.format("t%010d", 1_000_000L * i + random.nextInt(1_000_000)),
              1_772_323_200_000L + 1_000L * i + random.nextInt(1_000),
              String.format("c%06d", random.nextInt(200_000)),
              String.format("m%04d", (int) Math.pow(5_000, random.nextDouble())),
              random.nextInt(20) == 0 ? -random.nextInt(5_000) : random.nextInt(50_000),
              CURRENCIES.get(random.nextInt(CURRENCIES.size())),
              COUNTRIES.get(random.nextInt(COUNTRIES.size())),
              STATUSES.get(random.nextInt(STATUSES.size())),
              random.nextInt(4) == 0 ? null : CATEGORIES.get(random.nextInt(CATEGORIES.size())),
              random.nextInt(4) == 0 ? null : random.nextInt(1_000) / 1_000.0,
              SourcePosition.inFile("sample", i)));
    }
    return transactions;
  }

  /** The transactions as a file. */
  static byte[] file(FileFormat format) {
    var out = new ByteArrayOutputStream();
    try (var writer = writer(format, out)) {
      for (var transaction : transactions()) {
        writer.write(transaction);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** The records in the file. */
  static RawRecord[] records(FileFormat format) {
    var channel = Channels.newChannel(new ByteArrayInputStream(file(format)));
    var records = new ArrayList<RawRecord>();
    try (var reader = new InputFile("sample", format, 1 << 20, CsvDialect.DEFAULT).open(channel)) {
      for (var record = reader.next(); record != null; record = reader.next()) {
        records.add(record);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return records.toArray(RawRecord[]::new);
  }

  static TransactionWriter writer(FileFormat format, OutputStream out) throws IOException {
    return format == FileFormat.JSON
        ? new JsonTransactionWriter(out)
        : new CsvTransactionWriter(out);
  }
}
