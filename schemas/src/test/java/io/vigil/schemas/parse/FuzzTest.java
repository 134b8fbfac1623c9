package io.vigil.schemas.parse;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.lessThan;

import io.vigil.schemas.ParseFailure;
import io.vigil.schemas.RandomData;
import io.vigil.schemas.RawRecord;
import io.vigil.schemas.Reason;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Transaction;
import io.vigil.schemas.TransactionWriter;
import io.vigil.schemas.UnusableFileException;
import io.vigil.schemas.avro.AvroTransactionWriter;
import io.vigil.schemas.avro.AvroVersions;
import io.vigil.schemas.avro.RecordTypes;
import io.vigil.schemas.csv.CsvDialect;
import io.vigil.schemas.csv.CsvTransactionWriter;
import io.vigil.schemas.files.FileFormat;
import io.vigil.schemas.files.InputFile;
import io.vigil.schemas.json.JsonTransactionWriter;
import io.vigil.schemas.mapping.Mapping;
import io.vigil.schemas.parquet.ParquetTransactionWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Spoils files and records of every format, and reads them with every reader and with mappings that
 * use all that mappings have: nothing is thrown, no fault comes to light, and no record takes
 * longer than a second of CPU. The seed is another one each day, and is printed; {@code
 * -Dvigil.fuzz.seed=N} runs it again.
 */
class FuzzTest {

  private static final long SEED =
      Long.getLong("vigil.fuzz.seed", LocalDate.now(ZoneOffset.UTC).toEpochDay());
  private static final long MOST_NANOS = 1_000_000_000;

  private static final String FORMULAS =
      """
      version: 1
      fields:
        transaction_id: {expression: 'COALESCE(transaction_id, row_hash)'}
        event_time: {column: event_time, zone: Europe/Berlin, default: '2026-03-01T12:00:00Z'}
        card_id: {column: card_id, values: {a: b, c: null}, default: none}
        merchant_id: {expression: 'STR_TRIM(STR_LEFT(TEXT(ABS(DECIMAL(amount))) + merchant_id, 99))'}
        amount: {expression: 'ROUND(DIVIDE(DECIMAL(amount) * 1e3, 7, 5) % 1e9 - FLOOR(1.5), 2)'}
        currency: {column: currency, values: {XYZ: EUR}, default: GBP}
        country: {column: country}
        status: {expression: 'IF(STR_CONTAINS(card_id, "1") && amount != NULL, "DECLINED", status)'}
        category: {column: a.b.c}
        risk_score: {column: risk_score, default: 0.5}
      """;

  private static final String COLUMNS =
      """
      version: 1
      only_if: 'merchant_id == NULL || !STR_CONTAINS(merchant_id, "0") || kafka_key != NULL'
      fields:
        transaction_id: {column: transaction_id}
        event_time: {column: event_time, format: "uuuu-MM-dd'T'HH:mm:ss[.SSS]X"}
        card_id: {column: merchant_id}
        merchant_id: {column: card_id}
        amount: {column: amount}
        currency: {column: currency}
      """;

  private static final String EPOCHS =
      """
      version: 1
      fields:
        transaction_id: {column: offset}
        event_time: {column: event_time, format: epoch_micros}
        card_id: {column: card_id}
        merchant_id: {column: source}
        amount: {column: risk_score}
        currency: {constant: JPY}
      """;

  /** What is read: a file of a format, or the value of a record of a topic. */
  private enum Kind {
    JSON_FILE,
    CSV_FILE,
    AVRO_FILE,
    PARQUET_FILE,
    AVRO_VALUE
  }

  private final RandomData data = new RandomData(SEED);
  private final List<TransactionParser> parsers =
      List.of(TransactionParser.of(null), mapped(FORMULAS), mapped(COLUMNS), mapped(EPOCHS));
  private final Map<Kind, Long> read = new EnumMap<>(Kind.class);
  private final Map<Reason, Long> reasons = new EnumMap<>(Reason.class);
  private final Map<Kind, List<byte[]>> wholes = new EnumMap<>(Kind.class);
  private long good;
  private long unusable;
  private long slowest;

  @Test
  void tenThousandRecords() throws IOException {
    run(10_000);
  }

  @Test
  @Tag("slow")
  void aMillionRecords() throws IOException {
    run(1_000_000);
  }

  private void run(int records) throws IOException {
    System.out.println("fuzz: seed " + SEED);
    for (var kind : Kind.values()) {
      wholes.put(kind, wholes(kind));
      for (long count = 0; count < records / Kind.values().length; ) {
        count += kind == Kind.AVRO_VALUE ? value() : file(kind);
        read.put(kind, count);
      }
    }
    System.out.printf(
        "fuzz: %s; %,d good, %,d unusable files; at most %.1f ms of CPU for a record; %s%n",
        read, good, unusable, slowest / 1e6, reasons);
    assertThat(good, greaterThan(records / 10L));
    assertThat(reasons.toString(), reasons.size(), greaterThan(15));
    assertThat("nanoseconds of CPU, seed " + SEED, slowest, lessThan(MOST_NANOS));
  }

  private long value() throws IOException {
    var value = spoiled(data.oneOf(wholes.get(Kind.AVRO_VALUE)));
    var versions =
        AvroVersions.of(
            List.of(
                RecordTypes.FLAG.schema().toString(),
                RecordTypes.TRANSACTION.schema().toString(),
                RecordTypes.DEAD_LETTER.schema().toString()));
    long start = cpu();
    var record = versions.record(SourcePosition.inTopic("t", 0, 1), value);
    parse(record, start);
    return 1;
  }

  private long file(Kind kind) throws IOException {
    var bytes = spoiled(data.oneOf(wholes.get(kind)));
    var format = FileFormat.valueOf(kind.name().replace("_FILE", ""));
    var file = new InputFile("f", format, data.nextInt(4) == 0 ? 300 : 1 << 20, CsvDialect.DEFAULT);
    long count = 0;
    long start = cpu();
    try (var reader = file.open(new SeekableInMemoryByteChannel(bytes))) {
      for (var parser : parsers) {
        parser.problems(format.encoding(), reader.schema());
      }
      for (var record = reader.next(); record != null; record = reader.next()) {
        parse(record, start);
        count++;
        start = cpu();
      }
      slowest = Math.max(slowest, cpu() - start);
    } catch (UnusableFileException e) {
      unusable++;
      slowest = Math.max(slowest, cpu() - start);
    } catch (RuntimeException | Error e) {
      throw new AssertionError("seed " + SEED + ", " + kind + ", a record behind " + read, e);
    }
    return count;
  }

  /**
   * @param start when the reader began with the record
   */
  private void parse(RawRecord record, long start) {
    for (var parser : parsers) {
      var parsed = parser.parse(record);
      if (parsed instanceof ParseFailure failure) {
        reasons.merge(failure.reason(), 1L, Long::sum);
        if (failure.reason() == Reason.PARSER_FAULT
            || failure.message().contains("the reader failed")) {
          throw new AssertionError("seed " + SEED + ": " + failure.message());
        }
      } else {
        good++;
      }
    }
    slowest = Math.max(slowest, cpu() - start);
  }

  /** Most have a few bytes changed; some none, so that there is something good to spoil. */
  private byte[] spoiled(byte[] whole) {
    return data.nextInt(8) == 0 ? whole : data.damaged(whole);
  }

  /** Some files, or values, of random transactions. */
  private List<byte[]> wholes(Kind kind) throws IOException {
    var wholes = new ArrayList<byte[]>();
    for (int i = 0; i < 50; i++) {
      var bytes = new ByteArrayOutputStream();
      if (kind == Kind.AVRO_VALUE) {
        RecordTypes.TRANSACTION.encode(transaction(i), bytes);
      } else {
        try (var writer = writer(kind, bytes)) {
          for (int record = 1 + data.nextInt(20); record > 0; record--) {
            writer.write(transaction(record));
          }
        }
      }
      wholes.add(bytes.toByteArray());
    }
    return wholes;
  }

  private Transaction transaction(int record) {
    return data.transaction(SourcePosition.inFile("f", record));
  }

  private static TransactionWriter writer(Kind kind, ByteArrayOutputStream bytes)
      throws IOException {
    return switch (kind) {
      case JSON_FILE -> new JsonTransactionWriter(bytes);
      case CSV_FILE -> new CsvTransactionWriter(bytes);
      case AVRO_FILE -> new AvroTransactionWriter(bytes);
      case PARQUET_FILE -> new ParquetTransactionWriter(bytes);
      case AVRO_VALUE -> throw new IllegalArgumentException("a value is no file");
    };
  }

  private static TransactionParser mapped(String mapping) {
    return TransactionParser.of(Mapping.parse("m.yaml", mapping));
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
