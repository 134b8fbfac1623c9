package io.vigil.schemas.csv;

import io.vigil.schemas.TextTransactionWriter;
import io.vigil.schemas.Transaction;
import io.vigil.schemas.bytes.TextOutput;
import io.vigil.schemas.fields.Field;
import io.vigil.schemas.fields.MinorUnits;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes transactions as CSV with a header; fields without a value are empty. */
public final class CsvTransactionWriter implements TextTransactionWriter {

  private static final byte[] HEADER =
      Arrays.stream(Field.values())
          .map(Field::fieldName)
          .collect(Collectors.joining(","))
          .getBytes(StandardCharsets.US_ASCII);

  private final TextOutput text;

  /**
   * Writes the header.
   *
   * @param out is closed with the writer
   */
  public CsvTransactionWriter(OutputStream out) throws IOException {
    text = new TextOutput(out);
    writeLine(HEADER);
  }

  @Override
  public void write(Transaction transaction) throws IOException {
    field(transaction.transactionId());
    text.ascii(',');
    text.time(transaction.eventTime());
    text.ascii(',');
    field(transaction.cardId());
    text.ascii(',');
    field(transaction.merchantId());
    text.ascii(',');
    text.decimal(transaction.amount(), MinorUnits.decimals(transaction.currency()));
    text.ascii(',');
    field(transaction.currency());
    text.ascii(',');
    field(transaction.country());
    text.ascii(',');
    field(transaction.status());
    text.ascii(',');
    field(transaction.category());
    text.ascii(',');
    var riskScore = transaction.riskScore();
    field(riskScore == null ? null : riskScore.toString());
    text.ascii(',');
    field(transaction.issuer());
    text.ascii('\n');
  }

  @Override
  public void writeLine(byte[] line) throws IOException {
    text.bytes(line);
    text.ascii('\n');
  }

  @Override
  public void close() throws IOException {
    text.close();
  }

  private void field(@Nullable String value) throws IOException {
    if (value == null) {
      return;
    }
    if (needsQuotes(value)) {
      text.ascii('"');
      text.text(value.replace("\"", "\"\""));
      text.ascii('"');
    } else {
      text.text(value);
    }
  }

  /** Whether the value would not be one field without quotes, or a comment to some readers. */
  private static boolean needsQuotes(String value) {
    for (int i = 0; i < value.length(); i++) {
      switch (value.charAt(i)) {
        case ',', '"', '\n', '\r' -> {
          return true;
        }
        default -> {}
      }
    }
    return value.startsWith("#");
  }
}
