package io.vigil.schemas.parquet;

import io.vigil.schemas.Transaction;
import io.vigil.schemas.TransactionWriter;
import io.vigil.schemas.avro.RecordTypes;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * Writes transactions to a Parquet file, compressed with Zstandard, in the schema of {@link
 * RecordTypes#TRANSACTION}. The source columns say where each was read first.
 */
public final class ParquetTransactionWriter implements TransactionWriter {

  /** A row group is held in memory until it is full, and lost as a whole if it is damaged. */
  private static final long ROW_GROUP_BYTES = 32 << 20;

  private final ParquetWriter<GenericRecord> file;

  /** Takes over the stream. */
  public ParquetTransactionWriter(OutputStream out) throws IOException {
    file =
        AvroParquetWriter.<GenericRecord>builder(new StreamOutput(out))
            .withSchema(RecordTypes.TRANSACTION.schema())
            .withDataModel(new GenericData())
            .withConf(new PlainParquetConfiguration())
            .withCompressionCodec(CompressionCodecName.ZSTD)
            .withRowGroupSize(ROW_GROUP_BYTES)
            .build();
  }

  @Override
  public void write(Transaction transaction) throws IOException {
    file.write(RecordTypes.TRANSACTION.toAvro(transaction));
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
