package io.vigil.schemas.csv;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.vigil.schemas.Transaction;
import io.vigil.schemas.TransactionWriter;
import io.vigil.schemas.fields.Field;
import io.vigil.schemas.fields.MinorUnits;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Writes transactions as CSV with a header; fields without a value are empty. */
public final class CsvTransactionWriter implements TransactionWriter {

  private final CsvWriter csv;

  /**
   * Writes the header.
   *
   * @param out is closed with the writer
   */
  public CsvTransactionWriter(OutputStream out) throws IOException {
    csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out);
    write(Arrays.stream(Field.values()).map(Field::fieldName).toArray(String[]::new));
  }

  @Override
  public void write(Transaction transaction) throws IOException {
    var riskScore = transaction.riskScore();
    write(
        transaction.transactionId(),
        Instant.ofEpochMilli(transaction.eventTime()).toString(),
        transaction.cardId(),
        transaction.merchantId(),
        MinorUnits.toDecimal(transaction.amount(), transaction.currency()).toPlainString(),
        transaction.currency(),
        transaction.country(),
        transaction.status(),
        transaction.category(),
        riskScore == null ? null : riskScore.toString());
  }

  @Override
  public void close() throws IOException {
    csv.close();
  }

  /** Writes one record, whose values stand in the order of the fields. */
  private void write(@Nullable String... values) throws IOException {
    try {
      csv.writeRecord(values);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
