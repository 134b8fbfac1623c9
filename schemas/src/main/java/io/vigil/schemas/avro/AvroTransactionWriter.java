package io.vigil.schemas.avro;

import io.vigil.schemas.Transaction;
import io.vigil.schemas.TransactionWriter;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes transactions to an Avro container file, compressed with Zstandard, in the schema of {@link
 * RecordTypes#TRANSACTION}. The source columns say where each was read first.
 */
public final class AvroTransactionWriter implements TransactionWriter {

  private final DataFileWriter<GenericRecord> file;

  /** Takes over the stream. */
  public AvroTransactionWriter(OutputStream out) throws IOException {
    this(out, null);
  }

  /**
   * Takes over the stream.
   *
   * @param syncMarker the 16 bytes that stand between the file's blocks, for a file that must be
   *     the same whenever it is written; random ones if null
   */
  public AvroTransactionWriter(OutputStream out, byte @Nullable [] syncMarker) throws IOException {
    var datums = new GenericDatumWriter<GenericRecord>(schema(), new GenericData());
    file = new DataFileWriter<>(datums);
    file.setCodec(CodecFactory.zstandardCodec(CodecFactory.DEFAULT_ZSTANDARD_LEVEL));
    file.create(schema(), out, syncMarker);
  }

  @Override
  public void write(Transaction transaction) throws IOException {
    file.append(RecordTypes.TRANSACTION.toAvro(transaction));
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private static Schema schema() {
    return RecordTypes.TRANSACTION.schema();
  }
}
