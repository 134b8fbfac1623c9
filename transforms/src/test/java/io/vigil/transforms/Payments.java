package io.vigil.transforms;

import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Transaction;
import java.time.Instant;
import java.util.Random;

/** Transactions for tests, told as a story: {@code payment("12:00:30", "ann", "shop", 250)}. */
public final class Payments {

  private static final String DAY = "2026-03-01T";

  private Payments() {}

  /** A payment in pence, on 2026-03-01. */
  public static Transaction payment(String time, String card, String merchant, long pence) {
    return new Transaction(
        card + "@" + time,
        Instant.parse(DAY + time + "Z").toEpochMilli(),
        card,
        merchant,
        pence,
        "GBP",
        null,
        null,
        null,
        null,
        SourcePosition.inFile("payments.jsonl", 1));
  }

  public static Transaction declined(Transaction it) {
    return with(it, it.currency(), it.country(), Transaction.DECLINED);
  }

  public static Transaction in(String currency, Transaction it) {
    return with(it, currency, it.country(), it.status());
  }

  public static Transaction from(String country, Transaction it) {
    return with(it, it.currency(), country, it.status());
  }

  /** Any transaction of three hours around midnight, with so few keys that they all meet. */
  public static Transaction random(Random random, long record) {
    return new Transaction(
        "id-" + random.nextInt(1000),
        Instant.parse(DAY + "22:30:00Z").toEpochMilli() + random.nextInt(3 * 3_600_000),
        "card-" + random.nextInt(20),
        "merchant-" + random.nextInt(4),
        random.nextInt(100) == 0 ? random.nextLong() : random.nextInt(100_000) - 20_000,
        oneOf(random, "GBP", "JPY", "BHD"),
        oneOf(random, "GB", "DE", null),
        oneOf(random, "APPROVED", "DECLINED", null),
        oneOf(random, "food", "travel", null),
        random.nextBoolean() ? random.nextDouble() : null,
        oneOf(random, "457173", "Bank of Nowhere", null),
        SourcePosition.inFile(oneOf(random, "a.jsonl", "b.csv"), record));
  }

  @SafeVarargs
  private static <T> T oneOf(Random random, T... values) {
    return values[random.nextInt(values.length)];
  }

  private static Transaction with(Transaction it, String currency, String country, String status) {
    return new Transaction(
        it.transactionId(),
        it.eventTime(),
        it.cardId(),
        it.merchantId(),
        it.amount(),
        currency,
        country,
        status,
        it.category(),
        it.riskScore(),
        it.issuer(),
        it.source());
  }
}
