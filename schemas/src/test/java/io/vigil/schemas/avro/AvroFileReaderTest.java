package io.vigil.schemas.avro;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vigil.schemas.RawRecord;
import io.vigil.schemas.Reason;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Transaction;
import io.vigil.schemas.UnusableFileException;
import io.vigil.schemas.parse.TransactionParser;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AvroFileReaderTest {

  private static final String PATH = "payments.avro";
  private static final byte[] SYNC = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  @Test
  void whatTheWriterWritesIsRead() throws IOException {
    long seed = 1;
    var written = new RandomRecords(seed).transactions().limit(5_000).toList();
    var file = new ByteArrayOutputStream();
    try (var writer = new AvroTransactionWriter(file)) {
      for (var transaction : written) {
        writer.write(transaction);
      }
    }
    var parser = new TransactionParser(new AvroFields());
    var read = readAll(file.toByteArray());
    assertThat("seed " + seed, read.size(), is(5_000));
    for (int i = 0; i < read.size(); i++) {
      assertThat(
          "seed " + seed + ", " + i,
          parser.parse(read.get(i)),
          is(written.get(i).withSource(SourcePosition.inFile(PATH, i + 1))));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "deflate", "snappy", "zstandard", "bzip2", "xz"})
  void everyCodecIsRead(String codec) throws IOException {
    assertThat(ids(readAll(file(codec, 3, 40))).size(), is(120));
  }

  @Test
  void allRecordsShareOneSchema() throws IOException {
    try (var reader = new AvroFileReader(PATH, new ByteArrayInputStream(file("null", 1, 2)))) {
      assertThat(new Schema.Parser().parse(reader.schema()), is(RecordTypes.TRANSACTION.schema()));
      assertThat(reader.next().schema() == reader.schema(), is(true));
      assertThat(reader.next().schema() == reader.schema(), is(true));
      assertThat(reader.next(), is(nullValue()));
      assertThat(reader.next(), is(nullValue()));
    }
  }

  @Test
  void bytesReadGrowToTheLengthOfTheFile() throws IOException {
    var file = file("deflate", 10, 100);
    try (var reader = new AvroFileReader(PATH, new ByteArrayInputStream(file))) {
      long header = reader.bytesRead();
      assertThat(header, is(greaterThan(0L)));
      for (int i = 0; i < 500; i++) {
        reader.next();
      }
      assertThat(reader.bytesRead(), allOf(greaterThan(header), lessThan((long) file.length)));
      while (reader.next() != null) {}
      assertThat(reader.bytesRead(), is((long) file.length));
    }
  }

  @Test
  void aStreamThatGivesSingleBytesIsReadAsWell() throws IOException {
    var file = file("null", 2, 3);
    var slow =
        new InputStream() {
          private int at;

          @Override
          public int read() {
            return at == file.length ? -1 : file[at++] & 0xff;
          }

          @Override
          public int read(byte[] into, int offset, int length) {
            int next = read();
            if (next < 0) {
              return -1;
            }
            into[offset] = (byte) next;
            return 1;
          }
        };
    try (var reader = new AvroFileReader(PATH, slow)) {
      int count = 0;
      while (reader.next() != null) {
        count++;
      }
      assertThat(count, is(6));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"snappy", "deflate", "zstandard", "bzip2", "xz", "null"})
  void behindADamagedBlockReadingGoesOn(String codec) throws IOException {
    var file = file(codec, 3, 10);
    int secondBlock = indexOf(file, SYNC, 2) + SYNC.length;
    // The size of the block, which follows the one byte of its count.
    file[secondBlock + 1] ^= 0x10;
    var read = readAll(file);
    assertThat(read.size(), is(21));
    assertThat(ids(read.subList(0, 10)).get(9), is("1-9"));
    assertDamaged(read.get(10));
    assertThat(read.get(10).position(), is(SourcePosition.inFile(PATH, 11)));
    assertThat(ids(read.subList(11, 21)).get(0), is("3-0"));
    assertThat(read.get(20).position(), is(SourcePosition.inFile(PATH, 21)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"snappy", "deflate", "zstandard", "bzip2", "xz"})
  void aBlockThatCannotBeDecompressedIsOneDamagedRecord(String codec) throws IOException {
    var file = file(codec, 3, 10);
    int secondBlock = indexOf(file, SYNC, 2) + SYNC.length;
    Arrays.fill(file, secondBlock + 4, secondBlock + 20, (byte) 0xff);
    var read = readAll(file);
    assertThat(read.size(), is(21));
    assertDamaged(read.get(10));
    assertThat(ids(read.subList(11, 21)).get(0), is("3-0"));
  }

  @Test
  void aBrokenRecordTakesTheRestOfItsBlockWithIt() throws IOException {
    var file = file("null", 2, 10);
    int id = indexOf(file, "1-4".getBytes(StandardCharsets.US_ASCII), 1);
    // The length of the transaction id.
    file[id - 1] = (byte) 0xff;
    var read = readAll(file);
    assertThat(ids(read.subList(0, 4)), is(List.of("1-0", "1-1", "1-2", "1-3")));
    assertDamaged(read.get(4));
    assertThat(new String(read.get(4).bytes(), StandardCharsets.ISO_8859_1), containsString("1-9"));
    assertThat(ids(read.subList(5, 15)).get(0), is("2-0"));
    assertThat(read.size(), is(15));
  }

  @Test
  void aDamagedCountIsNoticed() throws IOException {
    var file = file("null", 2, 10);
    int firstBlock = indexOf(file, SYNC, 1) + SYNC.length;
    // Counts are zigzag numbers: 7 and 13 instead of 10.
    for (int count : new int[] {14, 26}) {
      file[firstBlock] = (byte) count;
      var read = readAll(file);
      assertDamaged(read.get(Math.min(count / 2, 10)));
      assertThat(ids(read.subList(read.size() - 10, read.size())).get(0), is("2-0"));
    }
  }

  @Test
  void aFileThatBreaksOffGivesItsWholeBlocksAndOneDamagedRecord() throws IOException {
    var file = file("null", 2, 10);
    int secondBlock = indexOf(file, SYNC, 2) + SYNC.length;
    for (int length = secondBlock + 1; length < file.length; length++) {
      var read = readAll(Arrays.copyOf(file, length));
      assertThat("length " + length, read.size(), is(11));
      assertThat(ids(read.subList(0, 10)).get(9), is("1-9"));
      assertDamaged(read.get(10));
      assertThat(read.get(10).damage().message(), containsString("the file breaks off"));
      assertThat(read.get(10).bytes(), is(Arrays.copyOfRange(file, secondBlock, length)));
    }
    assertThat(readAll(Arrays.copyOf(file, secondBlock)).size(), is(10));
  }

  @Test
  void aFileThatBreaksOffInItsHeaderIsUnusable() throws IOException {
    var file = file("null", 1, 1);
    int header = indexOf(file, SYNC, 1) + SYNC.length;
    for (int length = 0; length < header; length++) {
      var start = Arrays.copyOf(file, length);
      var e = assertThrows(UnusableFileException.class, () -> readAll(start), "length " + length);
      assertThat(e.getMessage(), startsWith("payments.avro: is no"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PAR1 and more", "Obj", "Obj\u0002", "transaction_id,amount\n1,2\n"})
  void anotherFileIsUnusable(String content) {
    var bytes = content.getBytes(StandardCharsets.UTF_8);
    assertThrows(UnusableFileException.class, () -> readAll(bytes));
  }

  @Test
  void anUnknownCodecIsUnusable() throws IOException {
    var file = file("bzip2", 1, 1);
    file[indexOf(file, "bzip2".getBytes(StandardCharsets.US_ASCII), 1)] = 'g';
    var e = assertThrows(UnusableFileException.class, () -> readAll(file));
    assertThat(e.getMessage(), is("payments.avro: is compressed with 'gzip2', unknown to Vigil"));
  }

  @Test
  void aBrokenSchemaIsUnusable() throws IOException {
    var file = file("null", 1, 1);
    file[indexOf(file, "record".getBytes(StandardCharsets.US_ASCII), 1)] = 'R';
    var e = assertThrows(UnusableFileException.class, () -> readAll(file));
    assertThat(e.getMessage(), is("payments.avro: its schema is no Avro schema"));
  }

  @Test
  void anEndlessBlockOfRecordsWithoutBytesIsDamage() throws IOException {
    var empty = SchemaBuilder.record("R").fields().endRecord();
    var file = new ByteArrayOutputStream();
    try (var writer = new DataFileWriter<>(new GenericDatumWriter<GenericRecord>(empty))) {
      writer.create(empty, file, SYNC);
      writer.append(new GenericData.Record(empty));
    }
    var bytes = file.toByteArray();
    bytes[indexOf(bytes, SYNC, 1) + SYNC.length] = 0x7e;
    var read = readAll(bytes);
    assertThat(read.size(), is(1));
    assertDamaged(read.get(0));
  }

  @Test
  void aBombIsDamage() throws IOException {
    var schema = SchemaBuilder.record("R").fields().requiredBytes("b").endRecord();
    var file = new ByteArrayOutputStream();
    try (var writer = new DataFileWriter<>(new GenericDatumWriter<GenericRecord>(schema))) {
      writer.setCodec(CodecFactory.deflateCodec(1));
      writer.create(schema, file, SYNC);
      var row = new GenericData.Record(schema);
      row.put("b", ByteBuffer.allocate(65 << 20));
      writer.append(row);
    }
    var read = readAll(file.toByteArray());
    assertThat(read.size(), is(1));
    assertThat(read.get(0).damage().message(), containsString("when decompressed"));
  }

  @Test
  void aStreamThatFailsIsAnExceptionAndNoDamage() throws IOException {
    var file = file("null", 2, 10);
    var failing =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("connection reset");
          }
        };
    var in = new SequenceInputStream(new ByteArrayInputStream(file, 0, file.length - 5), failing);
    try (var reader = new AvroFileReader(PATH, in)) {
      for (int i = 0; i < 10; i++) {
        reader.next();
      }
      var e = assertThrows(IOException.class, reader::next);
      assertThat(e.getMessage(), is("connection reset"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "deflate", "snappy", "zstandard"})
  void mutilatedFilesGiveRecordsOrDamageOrAreUnusable(String codec) throws IOException {
    long seed = 7;
    var random = new Random(seed);
    var original = file(codec, 3, 20);
    var parser = new TransactionParser(new AvroFields());
    for (int i = 0; i < 3_000; i++) {
      var file = Arrays.copyOf(original, original.length - random.nextInt(4) * random.nextInt(200));
      for (int flips = random.nextInt(5); flips >= 0; flips--) {
        file[random.nextInt(file.length)] ^= (byte) (1 << random.nextInt(8));
      }
      try {
        for (var record : readAll(file)) {
          parser.parse(record);
        }
      } catch (UnusableFileException e) {
        assertThat("seed " + seed + ", " + i, e.getMessage(), not(containsString("\n")));
      }
    }
  }

  private static void assertDamaged(RawRecord record) {
    assertThat(record.damage().reason(), is(Reason.DAMAGED_FILE));
    assertThat(record.damage().message(), startsWith("a block is damaged: "));
  }

  private static List<String> ids(List<RawRecord> records) {
    var parser = new TransactionParser(new AvroFields());
    return records.stream().map(it -> ((Transaction) parser.parse(it)).transactionId()).toList();
  }

  private static List<RawRecord> readAll(byte[] file) throws IOException {
    var records = new ArrayList<RawRecord>();
    try (var reader = new AvroFileReader(PATH, new ByteArrayInputStream(file))) {
      for (var record = reader.next(); record != null; record = reader.next()) {
        records.add(record);
      }
    }
    return records;
  }

  /** A file that the library has written; the ids are {@code block-record}. */
  private static byte[] file(String codec, int blocks, int recordsInBlock) throws IOException {
    var schema = RecordTypes.TRANSACTION.schema();
    var file = new ByteArrayOutputStream();
    try (var writer = new DataFileWriter<>(new GenericDatumWriter<GenericRecord>(schema))) {
      writer.setCodec(CodecFactory.fromString(codec));
      writer.create(schema, file, SYNC);
      for (int block = 1; block <= blocks; block++) {
        for (int i = 0; i < recordsInBlock; i++) {
          writer.append(RecordTypes.TRANSACTION.toAvro(purchase(block + "-" + i)));
        }
        writer.sync();
      }
    }
    return file.toByteArray();
  }

  private static Transaction purchase(String id) {
    return new Transaction(
        id,
        1_772_366_400_000L,
        "card",
        "shop",
        1234,
        "EUR",
        null,
        null,
        null,
        null,
        SourcePosition.inTopic("payments", 0, 1));
  }

  /** Where the pattern stands for the {@code nth} time. */
  private static int indexOf(byte[] bytes, byte[] pattern, int nth) {
    int at = -1;
    for (int i = 0; i < nth; i++) {
      do {
        at++;
      } while (!Arrays.equals(bytes, at, at + pattern.length, pattern, 0, pattern.length));
    }
    return at;
  }
}
