package io.vigil.transforms.screen;

import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Transaction;
import io.vigil.schemas.fields.MinorUnits;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Tells a transaction of one card as a story: {@code at("12:00:30").id("b").of("250.00")}. */
record Purchase(
    long time,
    String id,
    String amount,
    String currency,
    String merchant,
    @Nullable String country,
    @Nullable String status,
    @Nullable Double risk) {

  /** A purchase on 2026-03-01, named after its time. */
  static Purchase at(String time) {
    return new Purchase(
        Instant.parse("2026-03-01T" + time + "Z").toEpochMilli(),
        time,
        "20.00",
        "GBP",
        "shop",
        null,
        null,
        null);
  }

  Purchase id(String newId) {
    return new Purchase(time, newId, amount, currency, merchant, country, status, risk);
  }

  Purchase of(String newAmount) {
    return new Purchase(time, id, newAmount, currency, merchant, country, status, risk);
  }

  Purchase in(String newCurrency) {
    return new Purchase(time, id, amount, newCurrency, merchant, country, status, risk);
  }

  Purchase shop(String newMerchant) {
    return new Purchase(time, id, amount, currency, newMerchant, country, status, risk);
  }

  Purchase from(String newCountry) {
    return new Purchase(time, id, amount, currency, merchant, newCountry, status, risk);
  }

  Purchase status(String newStatus) {
    return new Purchase(time, id, amount, currency, merchant, country, newStatus, risk);
  }

  Purchase risk(double newRisk) {
    return new Purchase(time, id, amount, currency, merchant, country, status, newRisk);
  }

  Transaction made() {
    return new Transaction(
        id,
        time,
        "card",
        merchant,
        new BigDecimal(amount).movePointRight(MinorUnits.decimals(currency)).longValueExact(),
        currency,
        country,
        status,
        "food",
        risk,
        SourcePosition.inFile("a.jsonl", 1));
  }
}
