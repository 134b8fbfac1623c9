package io.vigil.schemas.parquet;

import io.vigil.schemas.avro.RecordType;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * Writes one of Vigil's records to a Parquet file, a row each, in the columns of its published
 * schema, compressed with Zstandard. The file can be read once it is closed.
 *
 * @param <T> the record
 */
public final class ParquetRowWriter<T> implements Closeable {

  /** A row group is held in memory until it is full, and lost as a whole if it is damaged. */
  private static final long ROW_GROUP_BYTES = 32 << 20;

  private final RecordType<T> type;
  private final ParquetWriter<GenericRecord> file;

  /** Takes over the stream. */
  public ParquetRowWriter(RecordType<T> type, OutputStream out) throws IOException {
    this.type = type;
    this.file =
        AvroParquetWriter.<GenericRecord>builder(new StreamOutput(out))
            .withSchema(type.schema())
            .withDataModel(new GenericData())
            .withConf(new PlainParquetConfiguration())
            .withCompressionCodec(CompressionCodecName.ZSTD)
            .withRowGroupSize(ROW_GROUP_BYTES)
            .build();
  }

  public void write(T record) throws IOException {
    file.write(type.toAvro(record));
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
