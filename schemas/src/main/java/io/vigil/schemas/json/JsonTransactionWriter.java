package io.vigil.schemas.json;

import io.vigil.schemas.TextTransactionWriter;
import io.vigil.schemas.Transaction;
import io.vigil.schemas.bytes.TextOutput;
import io.vigil.schemas.fields.Field;
import io.vigil.schemas.fields.MinorUnits;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Writes transactions as JSON, one object a line; fields without a value are left out. */
public final class JsonTransactionWriter implements TextTransactionWriter {

  private static final String HEX = "0123456789ABCDEF";

  private static final byte[][] KEYS =
      Arrays.stream(Field.values())
          .map(it -> (it.ordinal() == 0 ? "{\"" : ",\"") + it.fieldName() + "\":")
          .map(it -> it.getBytes(StandardCharsets.US_ASCII))
          .toArray(byte[][]::new);

  private final TextOutput text;

  /**
   * @param out is closed with the writer
   */
  public JsonTransactionWriter(OutputStream out) {
    text = new TextOutput(out);
  }

  @Override
  public void write(Transaction transaction) throws IOException {
    string(Field.TRANSACTION_ID, transaction.transactionId());
    key(Field.EVENT_TIME);
    text.ascii('"');
    text.time(transaction.eventTime());
    text.ascii('"');
    string(Field.CARD_ID, transaction.cardId());
    string(Field.MERCHANT_ID, transaction.merchantId());
    key(Field.AMOUNT);
    text.decimal(transaction.amount(), MinorUnits.decimals(transaction.currency()));
    string(Field.CURRENCY, transaction.currency());
    string(Field.COUNTRY, transaction.country());
    string(Field.STATUS, transaction.status());
    string(Field.CATEGORY, transaction.category());
    var riskScore = transaction.riskScore();
    if (riskScore != null) {
      key(Field.RISK_SCORE);
      text.text(riskScore.toString());
    }
    string(Field.ISSUER, transaction.issuer());
    text.ascii('}');
    text.ascii('\n');
  }

  @Override
  public void writeLine(byte[] line) throws IOException {
    text.bytes(line);
    text.ascii('\n');
  }

  /** Hands all lines so far to the stream. */
  public void flush() throws IOException {
    text.flush();
  }

  @Override
  public void close() throws IOException {
    text.close();
  }

  private void key(Field field) throws IOException {
    text.bytes(KEYS[field.ordinal()]);
  }

  private void string(Field field, @Nullable String value) throws IOException {
    if (value == null) {
      return;
    }
    key(field);
    text.ascii('"');
    if (isPlain(value)) {
      text.text(value);
    } else {
      for (int i = 0; i < value.length(); ) {
        int c = value.codePointAt(i);
        character(c);
        i += Character.charCount(c);
      }
    }
    text.ascii('"');
  }

  private static boolean isPlain(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' || c == '"' || c == '\\') {
        return false;
      }
    }
    return true;
  }

  private void character(int c) throws IOException {
    switch (c) {
      case '"', '\\' -> escape((char) c);
      case '\b' -> escape('b');
      case '\t' -> escape('t');
      case '\n' -> escape('n');
      case '\f' -> escape('f');
      case '\r' -> escape('r');
      default -> {
        if (c < ' ') {
          text.text("\\u00");
          text.ascii(HEX.charAt(c >> 4));
          text.ascii(HEX.charAt(c & 0xf));
        } else {
          text.codePoint(c);
        }
      }
    }
  }

  private void escape(char letter) throws IOException {
    text.ascii('\\');
    text.ascii(letter);
  }
}
