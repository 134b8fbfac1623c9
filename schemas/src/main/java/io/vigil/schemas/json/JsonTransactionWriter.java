package io.vigil.schemas.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vigil.schemas.Transaction;
import io.vigil.schemas.TransactionWriter;
import io.vigil.schemas.fields.Field;
import io.vigil.schemas.fields.MinorUnits;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Writes transactions as JSON, one object a line; fields without a value are left out. */
public final class JsonTransactionWriter implements TransactionWriter {

  private static final JsonFactory FACTORY = new JsonFactory();

  private final JsonGenerator json;

  /**
   * @param out is closed with the writer
   */
  public JsonTransactionWriter(OutputStream out) throws IOException {
    json = FACTORY.createGenerator(out).setRootValueSeparator(null);
  }

  @Override
  public void write(Transaction transaction) throws IOException {
    json.writeStartObject();
    text(Field.TRANSACTION_ID, transaction.transactionId());
    text(Field.EVENT_TIME, Instant.ofEpochMilli(transaction.eventTime()).toString());
    text(Field.CARD_ID, transaction.cardId());
    text(Field.MERCHANT_ID, transaction.merchantId());
    json.writeFieldName(Field.AMOUNT.fieldName());
    json.writeNumber(
        MinorUnits.toDecimal(transaction.amount(), transaction.currency()).toPlainString());
    text(Field.CURRENCY, transaction.currency());
    text(Field.COUNTRY, transaction.country());
    text(Field.STATUS, transaction.status());
    text(Field.CATEGORY, transaction.category());
    var riskScore = transaction.riskScore();
    if (riskScore != null) {
      json.writeNumberField(Field.RISK_SCORE.fieldName(), riskScore);
    }
    json.writeEndObject();
    json.writeRaw('\n');
  }

  @Override
  public void close() throws IOException {
    json.close();
  }

  private void text(Field field, @Nullable String value) throws IOException {
    if (value != null) {
      json.writeStringField(field.fieldName(), value);
    }
  }
}
