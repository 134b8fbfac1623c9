package io.vigil.schemas.parquet;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.vigil.schemas.ParseFailure;
import io.vigil.schemas.Transaction;
import io.vigil.schemas.mapping.Mapping;
import io.vigil.schemas.parse.TransactionParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Objects;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every physical and logical type of Parquet, written by Parquet's own writer and read with a
 * mapping. Expected: what the format's specification says that the stored value means.
 */
class ParquetTypesTest {

  private static final String TEXT =
      """
      version: 1
      fields:
        transaction_id: {constant: t}
        event_time: {constant: '2026-03-01T00:00:00Z'}
        card_id: {constant: c}
        merchant_id: {expression: 'IF(v = NULL, "none", %s)'}
        amount: {constant: 1}
        currency: {constant: EUR}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "int32 v | 42 | 42",
        "int32 v (INTEGER(8,true)) | -128 | -128",
        "int32 v (INTEGER(16,true)) | -32768 | -32768",
        "int32 v (INTEGER(32,true)) | -1 | -1",
        "int32 v (INTEGER(8,false)) | 255 | 255",
        "int32 v (INTEGER(16,false)) | 65535 | 65535",
        "int32 v (INTEGER(32,false)) | -1 | 4294967295",
        "int64 v | -9223372036854775808 | -9223372036854775808",
        "int64 v (INTEGER(64,true)) | 7 | 7",
        "int64 v (INTEGER(64,false)) | -1 | 18446744073709551615",
        "int32 v (DECIMAL(9,2)) | -1250 | -12.50",
        "int64 v (DECIMAL(18,4)) | 12345 | 1.2345",
        "float v | 0.29 | 0.29",
        "double v | 0.1 | 0.1",
      })
  void readsNumbers(String column, BigDecimal stored, BigDecimal meant) throws IOException {
    assertThat(new BigDecimal(read(column, "TEXT(v)", stored)), is(meant));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "binary v (DECIMAL(20,2)) | -100000000000000000.05",
        "fixed_len_byte_array(16) v (DECIMAL(38,2)) | 0.07",
        "fixed_len_byte_array(5) v (DECIMAL(11,2)) | -12.50",
      })
  void readsDecimalsInBytes(String column, BigDecimal meant) throws IOException {
    var bytes = meant.unscaledValue().toByteArray();
    int length =
        column.startsWith("fixed")
            ? Integer.parseInt(column.replaceAll("^[^(]*\\(|\\).*", ""))
            : bytes.length;
    var stored = ByteBuffer.allocate(length);
    for (int i = bytes.length; i < length; i++) {
      stored.put((byte) (meant.signum() < 0 ? -1 : 0));
    }
    stored.put(bytes);
    assertThat(new BigDecimal(read(column, "TEXT(v)", stored.array())), is(meant));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "binary v (STRING) | 636166c3a9 | café",
        "binary v (ENUM) | 52454431 | RED1",
        "binary v (JSON) | 7b7d | {}",
        "binary v | 636166c3a9 | café",
        "binary v | 636166e9 | café",
        "fixed_len_byte_array(16) v (UUID) | 00112233445566778899aabbccddeeff | 00112233-4455-6677-8899-aabbccddeeff",
      })
  void readsTexts(String column, String stored, String meant) throws IOException {
    assertThat(read(column, "v", HexFormat.of().parseHex(stored)), is(meant));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "int32 v (DATE) | 20513 | 2026-03-01",
        "int32 v (TIME(MILLIS,true)) | 36930250 | 10:15:30.25",
        "int32 v (TIME(MILLIS,false)) | 36900000 | 10:15:00",
        "int64 v (TIME(MICROS,true)) | 36930250001 | 10:15:30.250001",
        "int64 v (TIME(NANOS,false)) | 36930250001999 | 10:15:30.250001",
        "int64 v (TIMESTAMP(MILLIS,true)) | 1772359200123 | 2026-03-01T10:00:00.123Z",
        "int64 v (TIMESTAMP(MICROS,true)) | 1772359200123456 | 2026-03-01T10:00:00.123456Z",
        "int64 v (TIMESTAMP(NANOS,true)) | 1772359200123456789 | 2026-03-01T10:00:00.123456Z",
        "int64 v (TIMESTAMP(MILLIS,false)) | 1772359200123 | 2026-03-01T10:00:00.123",
        "int64 v (TIMESTAMP(MICROS,false)) | 1772359200123456 | 2026-03-01T10:00:00.123456",
        "int64 v (TIMESTAMP(NANOS,false)) | -1 | 1969-12-31T23:59:59.999999",
      })
  void readsTimes(String column, long stored, String meant) throws IOException {
    assertThat(read(column, "v", BigDecimal.valueOf(stored)), is(meant));
  }

  /** 2026-03-01 is the Julian day 2,461,101. */
  @Test
  void readsTheOutdatedTime() throws IOException {
    var bytes = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(36_000_123_000_000L).putInt(2_461_101);
    assertThat(read("int96 v", "v", bytes.array()), is("2026-03-01T10:00:00.123"));
  }

  @Test
  void readsTruthValues() throws IOException {
    assertThat(read("boolean v", "IF(v, \"yes\", \"no\")", true), is("yes"));
    assertThat(read("boolean v", "IF(v, \"yes\", \"no\")", false), is("no"));
  }

  @Test
  void readsAbsentValuesOfAnyType() throws IOException {
    for (var column :
        new String[] {
          "int32 v",
          "int64 v (TIMESTAMP(MICROS,true))",
          "binary v (STRING)",
          "int96 v",
          "boolean v",
          "double v",
          "fixed_len_byte_array(16) v (UUID)",
          "binary v (DECIMAL(20,2))"
        }) {
      assertThat(column, read(column, "v", null), is("none"));
    }
  }

  /** Those that are no single value that a field could have. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "binary v (BSON) | 0500000000",
        "fixed_len_byte_array(2) v (FLOAT16) | 003c",
        "fixed_len_byte_array(12) v (INTERVAL) | 010000000000000000000000",
        "fixed_len_byte_array(3) v | 616263",
      })
  void saysThatBytesAreNoValue(String column, String stored) throws IOException {
    assertThat(
        read(column, "v", HexFormat.of().parseHex(stored)),
        is("WRONG_TYPE merchant_id: column 'v': bytes without a meaning are no value"));
  }

  private static String read(String column, String expression, Object stored) throws IOException {
    var type = MessageTypeParser.parseMessageType("message m { optional " + column + "; }");
    var row = new SimpleGroupFactory(type).newGroup();
    if (stored != null) {
      add(row, column, stored);
    }
    var file = new ByteArrayOutputStream();
    try (var writer =
        ExampleParquetWriter.builder(new StreamOutput(file))
            .withType(type)
            .withConf(new PlainParquetConfiguration())
            .build()) {
      writer.write(row);
    }
    var parser = TransactionParser.of(Mapping.parse("m.yaml", TEXT.formatted(expression)));
    try (var reader =
        new ParquetRecordReader("f", new SeekableInMemoryByteChannel(file.toByteArray()))) {
      var parsed = parser.parse(Objects.requireNonNull(reader.next()));
      return parsed instanceof Transaction it
          ? it.merchantId()
          : ((ParseFailure) parsed).reason() + " " + ((ParseFailure) parsed).message();
    }
  }

  private static void add(Group row, String column, Object stored) {
    if (stored instanceof byte[] bytes) {
      row.add("v", Binary.fromConstantByteArray(bytes));
    } else if (stored instanceof Boolean truth) {
      row.add("v", truth);
    } else if (stored instanceof BigDecimal number) {
      switch (column.substring(0, column.indexOf(' '))) {
        case "int32" -> row.add("v", number.intValueExact());
        case "int64" -> row.add("v", number.longValueExact());
        case "float" -> row.add("v", number.floatValue());
        default -> row.add("v", number.doubleValue());
      }
    }
  }
}
