package io.vigil.schemas.parquet;

import io.vigil.schemas.Transaction;
import io.vigil.schemas.TransactionWriter;
import io.vigil.schemas.avro.RecordTypes;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes transactions to a Parquet file, in the schema of {@link RecordTypes#TRANSACTION}. The
 * source columns say where each was read first.
 */
public final class ParquetTransactionWriter implements TransactionWriter {

  private final ParquetRowWriter<Transaction> rows;

  /** Takes over the stream. */
  public ParquetTransactionWriter(OutputStream out) throws IOException {
    rows = new ParquetRowWriter<>(RecordTypes.TRANSACTION, out);
  }

  @Override
  public void write(Transaction transaction) throws IOException {
    rows.write(transaction);
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
