package io.vigil.schemas.files;

import io.vigil.schemas.RecordReader;
import io.vigil.schemas.UnusableFileException;
import io.vigil.schemas.avro.AvroFileReader;
import io.vigil.schemas.bytes.TranscodedStream;
import io.vigil.schemas.csv.CsvDialect;
import io.vigil.schemas.csv.CsvFileReader;
import io.vigil.schemas.json.JsonFileReader;
import io.vigil.schemas.json.ListedRecords;
import io.vigil.schemas.json.RecordList;
import io.vigil.schemas.parquet.ParquetRecordReader;
import io.vigil.schemas.parse.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.Charset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Opens a file of transactions for reading.
 *
 * @param path names the file in positions and messages
 * @param format what is in it
 * @param maxRecordBytes the limit for one record of a text format
 * @param csv how CSV is written
 * @param list where the records are within the objects of JSON; null if the objects are records
 */
public record InputFile(
    String path, FileFormat format, int maxRecordBytes, CsvDialect csv, @Nullable RecordList list) {

  /** One whose objects are its records, if it is JSON. */
  public InputFile(String path, FileFormat format, int maxRecordBytes, CsvDialect csv) {
    this(path, format, maxRecordBytes, csv, null);
  }

  /**
   * The records of the file. Text that is gzip by its first bytes is uncompressed, whatever its
   * name. The reader closes the channel; so does this, if it throws.
   *
   * @param channel at the start of the file; Parquet needs a {@link SeekableByteChannel}
   * @throws UnusableFileException if no record can be read
   */
  public RecordReader open(ReadableByteChannel channel) throws IOException {
    try {
      var reader =
          switch (format) {
            case JSON, CSV -> openText(new CountedStream(Channels.newInputStream(channel)));
            case AVRO -> new AvroFileReader(path, Channels.newInputStream(channel));
            case PARQUET -> new ParquetRecordReader(path, (SeekableByteChannel) channel);
          };
      return new GuardedReader(path, format, reader);
    } catch (IOException e) {
      try (channel) {
        throw e;
      }
    } catch (RuntimeException | StackOverflowError fault) {
      try (channel) {
        throw new UnusableFileException(path, "its reader failed with " + Fault.inWords(fault));
      }
    }
  }

  private RecordReader openText(CountedStream file) throws IOException {
    var text = uncompressed(file);
    if (format == FileFormat.JSON) {
      var objects = new JsonFileReader(path, text, file::count, maxRecordBytes, list != null);
      return list == null ? objects : new ListedRecords(path, objects, list);
    }
    return new CsvFileReader(path, utf8(text), file::count, maxRecordBytes, csv);
  }

  private InputStream utf8(InputStream text) {
    return csv.encoding().equals(CsvDialect.UTF_8)
        ? text
        : new TranscodedStream(text, Charset.forName(csv.encoding()));
  }

  private InputStream uncompressed(InputStream file) throws IOException {
    var whole = new PushbackInputStream(file, 2);
    var beginning = whole.readNBytes(2);
    whole.unread(beginning);
    if (GzipStream.isGzip(beginning)) {
      return new GzipStream(whole);
    }
    if (path.toLowerCase(Locale.ROOT).endsWith(FileFormat.GZIP)) {
      throw new UnusableFileException(
          path, beginning.length == 0 ? "is empty, and no gzip file" : "is no gzip file");
    }
    return whole;
  }
}
