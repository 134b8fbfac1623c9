package io.vigil.schemas.parquet;

import io.vigil.schemas.RawRecord;
import io.vigil.schemas.Reason;
import io.vigil.schemas.RecordReader;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.UnusableFileException;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.Objects;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.jspecify.annotations.Nullable;

/**
 * Takes the rows out of a Parquet file, each as an Avro datum of a schema like the file's.
 *
 * <p>A row group that is damaged is one damaged record, without bytes, behind those of its rows
 * that could still be read; reading goes on with the next row group. Checksums are verified where
 * the file has them.
 *
 * <p>The columns of lists and maps are not read. Timestamps of the outdated type INT96 do not say
 * whether they are local, so they come out as local ones: only a mapping with a zone takes them.
 */
public final class ParquetRecordReader implements RecordReader {

  private static final byte[] NO_BYTES = {};

  private final String path;
  private final ChannelInput input;
  private final ParquetFileReader file;
  private final Rows rows;
  private final MessageColumnIO columns;

  private org.apache.parquet.io.@Nullable RecordReader<byte[]> group;
  private long rowsLeft;
  private int rowGroup = -1;
  private long records;

  /** Takes over the channel, and reads the file's footer. */
  public ParquetRecordReader(String path, SeekableByteChannel channel) throws IOException {
    this.path = path;
    input = new ChannelInput(channel);
    try {
      Nesting.check(channel);
      var configuration = new PlainParquetConfiguration();
      var codecs = new LimitedCodecs(new CodecFactory(configuration, 0));
      file = new ParquetFileReader(input, options(configuration, codecs));
      var fileSchema = file.getFileMetaData().getSchema();
      rows = new Rows(fileSchema);
      checkFooter(channel.size(), codecs);
      file.setRequestedSchema(rows.columns());
      columns = new ColumnIOFactory().getColumnIO(rows.columns(), fileSchema);
    } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError e) {
      channel.close();
      input.checkChannel();
      throw new UnusableFileException(path, "is no Parquet file that Vigil can read: " + line(e));
    }
  }

  @Override
  public @Nullable RawRecord next() throws IOException {
    try {
      while (rowsLeft == 0) {
        rowGroup++;
        if (rowGroup == file.getRowGroups().size()) {
          // Stay behind the end.
          rowGroup--;
          return null;
        }
        rowsLeft = file.getRowGroups().get(rowGroup).getRowCount();
        if (rowsLeft > 0) {
          group = columns.getRecordReader(file.readRowGroup(rowGroup), rows);
        }
      }
      var datum = Objects.requireNonNull(group).read();
      rowsLeft--;
      records++;
      return RawRecord.avro(SourcePosition.inFile(path, records), rows.schema(), datum);
    } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError e) {
      // Parquet believes what damaged data say of their size, and throws whatever comes of it.
      input.checkChannel();
      return damagedRowGroup(e);
    }
  }

  @Override
  public String schema() {
    return rows.schema();
  }

  /** How many rows the file says it has. */
  public long rowCount() {
    return file.getRecordCount();
  }

  @Override
  public long bytesRead() {
    return input.bytesRead();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private static ParquetReadOptions options(
      ParquetConfiguration configuration, CompressionCodecFactory codecs) {
    return ParquetReadOptions.builder(configuration)
        .withCodecFactory(codecs)
        .usePageChecksumVerification()
        .build();
  }

  /** Holds what the footer says against the file, before anybody takes memory for it. */
  private void checkFooter(long length, CompressionCodecFactory codecs) throws IOException {
    if (rows.columns().getColumns().isEmpty()) {
      throw new IOException("it has no columns but lists and maps");
    }
    for (var group : file.getRowGroups()) {
      if (group.getRowCount() < 0) {
        throw new IOException("its footer is damaged");
      }
      for (var column : group.getColumns()) {
        long start = column.getStartingPos();
        long size = column.getTotalSize();
        if (start < 0 || size < 0 || start > length || size > length - start) {
          throw new IOException("its footer is damaged");
        }
        // Throws if there is none.
        codecs.getDecompressor(column.getCodec());
      }
    }
  }

  private RawRecord damagedRowGroup(Throwable cause) {
    var message =
        "row group %d of %d is damaged, and %d of its rows are lost: %s"
            .formatted(rowGroup + 1, file.getRowGroups().size(), rowsLeft, line(cause));
    rowsLeft = 0;
    group = null;
    records++;
    return RawRecord.avro(SourcePosition.inFile(path, records), rows.schema(), NO_BYTES)
        .damaged(Reason.DAMAGED_FILE, message);
  }

  /** What an exception says, on one line. */
  private static String line(Throwable cause) {
    var message = cause.getMessage();
    return message == null
        ? cause.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }
}
