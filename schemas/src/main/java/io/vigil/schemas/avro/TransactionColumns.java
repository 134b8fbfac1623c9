package io.vigil.schemas.avro;

import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Transaction;
import io.vigil.schemas.fields.MinorUnits;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import org.apache.avro.generic.GenericRecord;

/** A transaction as columns, which several schemas share. */
final class TransactionColumns {

  /** The scale of the schemas' amount: no currency of ISO 4217 has more decimals. */
  static final int AMOUNT_SCALE = 4;

  private TransactionColumns() {}

  static void put(Transaction transaction, GenericRecord row) {
    row.put("transaction_id", transaction.transactionId());
    row.put("event_time", transaction.eventTime());
    row.put("card_id", transaction.cardId());
    row.put("merchant_id", transaction.merchantId());
    row.put("amount", amount(transaction));
    row.put("currency", transaction.currency());
    row.put("country", transaction.country());
    row.put("status", transaction.status());
    row.put("category", transaction.category());
    row.put("risk_score", transaction.riskScore());
    row.put("issuer", transaction.issuer());
    row.put("source", transaction.source().source());
    row.put("partition", transaction.source().partition());
    row.put("offset", transaction.source().offset());
  }

  static Transaction get(Row row) {
    var currency = row.text("currency");
    return new Transaction(
        row.text("transaction_id"),
        row.number("event_time"),
        row.text("card_id"),
        row.text("merchant_id"),
        minorUnits(row.bytes("amount"), currency),
        currency,
        row.textOrNull("country"),
        row.textOrNull("status"),
        row.textOrNull("category"),
        row.realOrNull("risk_score"),
        row.textOrNull("issuer"),
        new SourcePosition(row.text("source"), row.intNumber("partition"), row.number("offset")));
  }

  private static ByteBuffer amount(Transaction transaction) {
    var decimal = MinorUnits.toDecimal(transaction.amount(), transaction.currency());
    return ByteBuffer.wrap(decimal.setScale(AMOUNT_SCALE).unscaledValue().toByteArray());
  }

  private static long minorUnits(byte[] amount, String currency) {
    return new BigDecimal(new BigInteger(amount), AMOUNT_SCALE)
        .movePointRight(MinorUnits.decimals(currency))
        .longValueExact();
  }
}
