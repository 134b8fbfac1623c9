package io.vigil.schemas.parquet;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vigil.schemas.Encoding;
import io.vigil.schemas.ParseFailure;
import io.vigil.schemas.Parsed;
import io.vigil.schemas.RawRecord;
import io.vigil.schemas.Reason;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Transaction;
import io.vigil.schemas.UnusableFileException;
import io.vigil.schemas.avro.AvroFields;
import io.vigil.schemas.avro.RandomRecords;
import io.vigil.schemas.avro.RecordTypes;
import io.vigil.schemas.parse.TransactionParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.NanoTime;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParquetRecordReaderTest {

  private static final String PATH = "payments.parquet";
  private static final long NOON = 1_772_366_400_000L;

  private final TransactionParser parser = new TransactionParser(new AvroFields());

  @Test
  void whatTheWriterWritesIsRead() throws IOException {
    long seed = 1;
    var written = new RandomRecords(seed).transactions().limit(5_000).toList();
    var file = new ByteArrayOutputStream();
    try (var writer = new ParquetTransactionWriter(file)) {
      for (var transaction : written) {
        writer.write(transaction);
      }
    }
    var read = parseAll(file.toByteArray());
    assertThat("seed " + seed, read.size(), is(5_000));
    for (int i = 0; i < read.size(); i++) {
      assertThat(
          "seed " + seed + ", " + i,
          read.get(i),
          is(written.get(i).withSource(SourcePosition.inFile(PATH, i + 1))));
    }
  }

  @Test
  void aFileWithoutRowsHasItsSchema() throws IOException {
    var file = new ByteArrayOutputStream();
    new ParquetTransactionWriter(file).close();
    try (var reader = reader(file.toByteArray())) {
      assertThat(reader.next(), is(nullValue()));
      assertThat(reader.next(), is(nullValue()));
      assertThat(
          new Schema.Parser()
              .parse(reader.schema()).getFields().stream().map(it -> it.name()).toList(),
          is(RecordTypes.TRANSACTION.schema().getFields().stream().map(it -> it.name()).toList()));
      assertThat(reader.bytesRead(), is(greaterThan(0L)));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"UNCOMPRESSED", "SNAPPY", "GZIP", "ZSTD", "LZ4_RAW"})
  void everyCodecIsRead(CompressionCodecName codec) throws IOException {
    assertThat(
        ids(readAll(file(codec, 10))), is(ids(readAll(file(CompressionCodecName.ZSTD, 10)))));
  }

  @Test
  void aFileOfAnotherWriterIsReadByItsOwnColumns() throws IOException {
    var type =
        """
        message payments {
          required binary transaction_id (STRING);
          required int64 event_time (TIMESTAMP(MICROS,true));
          required binary card_id (STRING);
          optional binary merchant_id (STRING);
          required int32 amount (DECIMAL(9,2));
          required binary currency (ENUM);
          optional float risk_score;
          optional group tags (LIST) { repeated group list { optional binary element (STRING); } }
          optional int96 loaded_at;
        }""";
    var schema = MessageTypeParser.parseMessageType(type);
    var row = group(schema);
    row.append("transaction_id", "t1").append("event_time", NOON * 1_000 + 7);
    row.append("card_id", "card").append("merchant_id", "shop").append("amount", -1234);
    row.append("currency", "EUR").append("risk_score", 0.5f);
    row.addGroup("tags").addGroup("list").append("element", "a");
    row.append("loaded_at", new NanoTime(2_460_000, 0));
    assertThat(
        parseAll(file(row)),
        contains(
            new Transaction(
                "t1",
                NOON,
                "card",
                "shop",
                -1234,
                "EUR",
                null,
                null,
                null,
                0.5,
                SourcePosition.inFile(PATH, 1))));
  }

  @ParameterizedTest
  @CsvSource({
    "'required int32 amount (DECIMAL(9,2))', -1234, -1234",
    "'required int64 amount (DECIMAL(18,2))', -1234, -1234",
    "'optional int64 amount (DECIMAL(18,0))', 12, 1200",
    "'required int64 amount', -12, -1200",
    "'required int32 amount (INTEGER(32,false))', -1, 429496729500",
    "'required int32 amount (INTEGER(16,true))', -1, -100"
  })
  void amountsAreThoseThatTheFileMeans(String column, long stored, long cents) throws IOException {
    var row = group(purchaseWith("amount", column));
    row.append("transaction_id", "t1").append("event_time", NOON).append("card_id", "card");
    row.append("merchant_id", "shop").append("currency", "EUR");
    if (column.contains("int32")) {
      row.append("amount", (int) stored);
    } else {
      row.append("amount", stored);
    }
    assertThat(((Transaction) parseAll(file(row)).get(0)).amount(), is(cents));
  }

  @Test
  void anUnsignedNumberOfSixtyFourBitsIsNotNegative() throws IOException {
    var row = group(purchaseWith("amount", "required int64 amount (INTEGER(64,false))"));
    row.append("transaction_id", "t1").append("event_time", NOON).append("card_id", "card");
    row.append("merchant_id", "shop").append("currency", "JPY").append("amount", -1L);
    var failure = (ParseFailure) parseAll(file(row)).get(0);
    assertThat(failure.reason(), is(Reason.AMOUNT_OUT_OF_RANGE));
    assertThat(failure.message(), containsString("'" + "#".repeat(20) + "'"));
  }

  @Test
  void decimalsOfAFixedWidthAndNanosecondsAndUuidsAreRead() throws IOException {
    var type =
        """
        message payments {
          required fixed_len_byte_array(16) transaction_id (UUID);
          required int64 event_time (TIMESTAMP(NANOS,true));
          required binary card_id (STRING);
          required binary merchant_id (JSON);
          required fixed_len_byte_array(3) amount (DECIMAL(6,2));
          required binary currency (STRING);
        }""";
    var uuid = ByteBuffer.allocate(16).putLong(0x123e4567e89b12d3L).putLong(0xa456426614174000L);
    var row = group(MessageTypeParser.parseMessageType(type));
    row.append("transaction_id", Binary.fromConstantByteArray(uuid.array()));
    row.append("event_time", NOON * 1_000_000 + 999_999).append("card_id", "card");
    row.append("merchant_id", "shop").append("currency", "EUR");
    row.append("amount", Binary.fromConstantByteArray(new byte[] {-1, -1, -2}));
    var transaction = (Transaction) parseAll(file(row)).get(0);
    assertThat(transaction.transactionId(), is("123e4567-e89b-12d3-a456-426614174000"));
    assertThat(transaction.eventTime(), is(NOON));
    assertThat(transaction.amount(), is(-2L));
  }

  @Test
  void otherColumnsKeepTheirNamesAndGroups() throws IOException {
    var type =
        """
        message payments {
          required double Total Amount;
          optional group card { required int32 day (DATE); optional group more { optional boolean b; } }
          optional group list (LIST) { repeated group list { optional int32 element; } }
          repeated int32 numbers;
        }""";
    // The parser of Parquet's notation knows no spaces in names, but files do.
    var columns = MessageTypeParser.parseMessageType(type.replace("Total Amount", "total"));
    var fields = new ArrayList<>(columns.getFields());
    fields.set(0, Types.required(PrimitiveTypeName.DOUBLE).named("Total \"Amount\""));
    var schema = new MessageType("payments", fields);
    var row = group(schema);
    row.append("Total \"Amount\"", 0.5);
    row.addGroup("card").append("day", 7).addGroup("more");
    row.append("numbers", 1).append("numbers", 2);
    var records = readAll(file(row));
    assertThat(records.size(), is(1));
    assertThat(
        records.get(0).schema(),
        is(
            """
            {"type":"record","name":"Row","fields":[\
            {"name":"Total \\"Amount\\"","type":"double"},\
            {"name":"card","type":["null",{"type":"record","name":"Row1","fields":[\
            {"name":"day","type":{"type":"int","logicalType":"date"}},\
            {"name":"more","type":["null",{"type":"record","name":"Row2","fields":[\
            {"name":"b","type":["null","boolean"],"default":null}]}],"default":null}]}],\
            "default":null}]}"""));
    // 0.5 in eight bytes; a card; day 7; more of it; no boolean.
    assertThat(records.get(0).bytes(), is(new byte[] {0, 0, 0, 0, 0, 0, -32, 63, 2, 14, 2, 0}));
  }

  /** The outdated LZ4 needs a library that is not on this class path. */
  @Test
  void aCodecWithoutItsLibraryIsAProblemOfTheFile() {
    var codecs = new LimitedCodecs(new CodecFactory(new PlainParquetConfiguration(), 0));
    var thrown =
        assertThrows(
            UnsupportedOperationException.class,
            () -> codecs.getDecompressor(CompressionCodecName.LZ4));
    assertThat(thrown.getMessage(), is("there is no library here for the codec LZ4"));
  }

  @Test
  void theProblemsOfAnotherSchemaAreNamed() throws IOException {
    var type =
        """
        message payments {
          required int96 event_time;
          required double amount;
          required binary card_id;
          optional binary currency (STRING);
        }""";
    assertThat(
        problems(type),
        contains(
            "event_time: local-timestamp-millis has no zone; give a mapping",
            "amount: double is not exact; give a mapping",
            "transaction_id: is required",
            "merchant_id: is required"));
    assertThat(
        problems("message m { required int64 event_time (TIMESTAMP(MILLIS,false)); }").get(0),
        is("event_time: local-timestamp-millis has no zone; give a mapping"));
  }

  @Test
  void ourOwnFilesHaveNoProblems() throws IOException {
    try (var reader = reader(file(CompressionCodecName.ZSTD, 1))) {
      assertThat(parser.problems(Encoding.AVRO, reader.schema()), is(empty()));
    }
  }

  @Test
  void behindADamagedRowGroupReadingGoesOn() throws IOException {
    var file = file(CompressionCodecName.ZSTD, 300);
    var groups = rowGroups(file);
    assertThat(
        groups.stream().map(BlockMetaData::getRowCount).toList(), contains(100L, 100L, 100L));
    var second = groups.get(1);
    file[(int) (second.getStartingPos() + second.getCompressedSize() / 2)] ^= 1;
    var read = readAll(file);
    assertThat(read.size(), is(201));
    assertThat(ids(read.subList(0, 100)).get(99), is("t99"));
    var damaged = read.get(100);
    assertThat(damaged.damage().reason(), is(Reason.DAMAGED_FILE));
    assertThat(
        damaged.damage().message(),
        startsWith("row group 2 of 3 is damaged, and 100 of its rows are lost: "));
    assertThat(damaged.position(), is(SourcePosition.inFile(PATH, 101)));
    assertThat(damaged.schema(), is(read.get(0).schema()));
    assertThat(ids(read.subList(101, 201)).get(0), is("t200"));
    assertThat(read.get(200).position(), is(SourcePosition.inFile(PATH, 201)));
  }

  @Test
  void anyChangedByteOfAPageIsNoticed() throws IOException {
    long seed = 3;
    var random = new Random(seed);
    var original = file(CompressionCodecName.UNCOMPRESSED, 300);
    var expected = ids(readAll(original));
    var second = rowGroups(original).get(1);
    for (int i = 0; i < 200; i++) {
      var file = original.clone();
      int at = (int) (second.getStartingPos() + random.nextInt((int) second.getCompressedSize()));
      file[at] ^= (byte) (1 << random.nextInt(8));
      var whole = readAll(file).stream().filter(it -> it.damage() == null).toList();
      // A bit of a page's header may not matter; then all is as it was.
      var read = ids(whole);
      var without = new ArrayList<>(expected.subList(0, 100));
      without.addAll(expected.subList(200, 300));
      assertThat("seed " + seed + ", " + i, read.equals(expected) || read.equals(without));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "PAR1", "PAR1PAR1", "transaction_id,amount\n1,2\n"})
  void anotherFileIsUnusable(String content) {
    var bytes = content.getBytes(StandardCharsets.UTF_8);
    var e = assertThrows(UnusableFileException.class, () -> readAll(bytes));
    assertThat(
        e.getMessage(), startsWith("payments.parquet: is no Parquet file that Vigil can read: "));
    assertThat(e.getMessage(), not(containsString("\n")));
  }

  @Test
  void aFileThatBreaksOffIsUnusable() throws IOException {
    var file = file(CompressionCodecName.ZSTD, 10);
    for (int length = 0; length < file.length; length += 7) {
      var start = Arrays.copyOf(file, length);
      assertThrows(UnusableFileException.class, () -> readAll(start), "length " + length);
    }
  }

  @Test
  void aChannelThatFailsIsAnExceptionAndNoDamage() throws IOException {
    var file = file(CompressionCodecName.ZSTD, 300);
    var channel =
        new SeekableInMemoryByteChannel(file) {
          private boolean isBroken;

          @Override
          public int read(ByteBuffer into) throws IOException {
            if (isBroken) {
              throw new IOException("connection reset");
            }
            return super.read(into);
          }
        };
    try (var reader = new ParquetRecordReader(PATH, channel)) {
      for (int i = 0; i < 100; i++) {
        reader.next();
      }
      channel.isBroken = true;
      var e = assertThrows(IOException.class, reader::next);
      assertThat(e.getMessage(), is("connection reset"));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"UNCOMPRESSED", "SNAPPY", "ZSTD"})
  void mutilatedFilesGiveRecordsOrDamageOrAreUnusable(CompressionCodecName codec)
      throws IOException {
    long seed = 7;
    var random = new Random(seed);
    var original = file(codec, 300);
    for (int i = 0; i < 300; i++) {
      var file = original.clone();
      // Half of them in the last kilobytes, where the footer is.
      int from = random.nextBoolean() ? 0 : Math.max(0, file.length - 4_000);
      for (int flips = random.nextInt(5); flips >= 0; flips--) {
        file[from + random.nextInt(file.length - from)] ^= (byte) (1 << random.nextInt(8));
      }
      try {
        parseAll(file);
      } catch (UnusableFileException e) {
        assertThat("seed " + seed + ", " + i, e.getMessage(), not(containsString("\n")));
      }
    }
  }

  private static MessageType purchaseWith(String replaced, String column) {
    var type =
        """
        message payments {
          required binary transaction_id (STRING);
          required int64 event_time (TIMESTAMP(MILLIS,true));
          required binary card_id (STRING);
          required binary merchant_id (STRING);
          required int64 amount;
          required binary currency (STRING);
        }""";
    return MessageTypeParser.parseMessageType(
        type.replaceFirst("required [a-z0-9]+ " + replaced, column));
  }

  private static Group group(MessageType schema) {
    return new SimpleGroupFactory(schema).newGroup();
  }

  private static byte[] file(Group row) throws IOException {
    var file = new ByteArrayOutputStream();
    try (var writer =
        ExampleParquetWriter.builder(new StreamOutput(file))
            .withType((MessageType) row.getType())
            .withConf(new PlainParquetConfiguration())
            .build()) {
      writer.write(row);
    }
    return file.toByteArray();
  }

  private List<String> problems(String type) throws IOException {
    var file = new ByteArrayOutputStream();
    ExampleParquetWriter.builder(new StreamOutput(file))
        .withType(MessageTypeParser.parseMessageType(type))
        .withConf(new PlainParquetConfiguration())
        .build()
        .close();
    try (var reader = reader(file.toByteArray())) {
      return parser.problems(Encoding.AVRO, reader.schema());
    }
  }

  private List<String> ids(List<RawRecord> records) {
    return records.stream()
        .map(parser::parse)
        .peek(parsed -> assertThat(parsed, is(instanceOf(Transaction.class))))
        .map(parsed -> ((Transaction) parsed).transactionId())
        .toList();
  }

  private List<Parsed> parseAll(byte[] file) throws IOException {
    return readAll(file).stream().map(parser::parse).toList();
  }

  private static List<RawRecord> readAll(byte[] file) throws IOException {
    var records = new ArrayList<RawRecord>();
    try (var reader = reader(file)) {
      for (var record = reader.next(); record != null; record = reader.next()) {
        records.add(record);
      }
    }
    return records;
  }

  private static ParquetRecordReader reader(byte[] file) throws IOException {
    return new ParquetRecordReader(PATH, new SeekableInMemoryByteChannel(file));
  }

  private static List<BlockMetaData> rowGroups(byte[] file) throws IOException {
    var input = new ChannelInput(new SeekableInMemoryByteChannel(file));
    try (var reader = ParquetFileReader.open(input, ParquetReadOptions.builder().build())) {
      return reader.getRowGroups();
    }
  }

  /** A file in row groups of 100; the ids are {@code t0}, {@code t1} and so on. */
  private static byte[] file(CompressionCodecName codec, int rows) throws IOException {
    var file = new ByteArrayOutputStream();
    try (var writer =
        AvroParquetWriter.<GenericRecord>builder(new StreamOutput(file))
            .withSchema(RecordTypes.TRANSACTION.schema())
            .withDataModel(new GenericData())
            .withConf(new PlainParquetConfiguration())
            .withCompressionCodec(codec)
            .withRowGroupSize(1L)
            .build()) {
      for (int i = 0; i < rows; i++) {
        writer.write(RecordTypes.TRANSACTION.toAvro(purchase("t" + i, 1234 + i)));
      }
    }
    return file.toByteArray();
  }

  private static Transaction purchase(String id, long amount) {
    return new Transaction(
        id,
        NOON,
        "card",
        "shop",
        amount,
        "EUR",
        null,
        "APPROVED",
        null,
        0.5,
        SourcePosition.inTopic("payments", 0, 1));
  }
}
