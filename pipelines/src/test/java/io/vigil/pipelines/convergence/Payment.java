package io.vigil.pipelines.convergence;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Transaction;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A payment as its author knows it, before it is a record: times in milliseconds, minor units. */
record Payment(
    String id,
    long time,
    String card,
    String merchant,
    long units,
    String currency,
    @Nullable String country,
    @Nullable String status,
    @Nullable String category,
    @Nullable Double risk,
    @Nullable String issuer) {

  Payment(
      String id,
      long time,
      String card,
      String merchant,
      long units,
      String currency,
      @Nullable String country,
      @Nullable String status,
      @Nullable String category,
      @Nullable Double risk) {
    this(id, time, card, merchant, units, currency, country, status, category, risk, null);
  }

  /** As the source writes it. */
  String json() {
    var amount = BigDecimal.valueOf(units, currency.equals("JPY") ? 0 : 2).toPlainString();
    return JsonNodeFactory.instance
        .objectNode()
        .put("transaction_id", id)
        .put("event_time", Instant.ofEpochMilli(time).toString())
        .put("card_id", card)
        .put("merchant_id", merchant)
        .put("amount", amount)
        .put("currency", currency)
        .put("country", country)
        .put("status", status)
        .put("category", category)
        .put("risk_score", risk)
        .put("issuer", issuer)
        .toString();
  }

  /** As Vigil must understand it. */
  Transaction at(SourcePosition position) {
    return new Transaction(
        id, time, card, merchant, units, currency, country, status, category, risk, issuer,
        position);
  }
}
