package io.vigil.schemas;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One payment transaction, checked and normalised.
 *
 * @param transactionId names the transaction; two records with the same id are the same transaction
 *     or a conflict
 * @param eventTime when it happened, in milliseconds since 1970-01-01T00:00:00Z
 * @param cardId the card or account that pays; confidential, never logged
 * @param merchantId who is paid
 * @param amount in minor units of the currency (pence, yen, fils); negative for a refund
 * @param currency ISO 4217 code, which fixes the number of decimals of the amount
 * @param country ISO 3166-1 alpha-2 code, if known
 * @param status APPROVED, DECLINED, REVERSED or another word of the source, if known
 * @param category what kind of purchase, if known
 * @param riskScore a score that the source has given, finite, if known
 * @param issuer who gave out the card, if known: the first 6 to 8 digits of its number, or the
 *     bank's name
 * @param source where the record was read
 */
public record Transaction(
    String transactionId,
    long eventTime,
    String cardId,
    String merchantId,
    long amount,
    String currency,
    @Nullable String country,
    @Nullable String status,
    @Nullable String category,
    @Nullable Double riskScore,
    @Nullable String issuer,
    SourcePosition source)
    implements Parsed {

  /** The status of a transaction that the issuer refused. */
  public static final String DECLINED = "DECLINED";

  public Transaction {
    Objects.requireNonNull(transactionId, "transactionId");
    Objects.requireNonNull(cardId, "cardId");
    Objects.requireNonNull(merchantId, "merchantId");
    Objects.requireNonNull(currency, "currency");
    Objects.requireNonNull(source, "source");
  }

  /** A transaction of which nobody says who gave out the card. */
  public Transaction(
      String transactionId,
      long eventTime,
      String cardId,
      String merchantId,
      long amount,
      String currency,
      @Nullable String country,
      @Nullable String status,
      @Nullable String category,
      @Nullable Double riskScore,
      SourcePosition source) {
    this(
        transactionId,
        eventTime,
        cardId,
        merchantId,
        amount,
        currency,
        country,
        status,
        category,
        riskScore,
        null,
        source);
  }

  /** Whether the issuer refused it. */
  public boolean isDeclined() {
    return DECLINED.equals(status);
  }

  @Override
  public Transaction withSource(SourcePosition newSource) {
    return new Transaction(
        transactionId,
        eventTime,
        cardId,
        merchantId,
        amount,
        currency,
        country,
        status,
        category,
        riskScore,
        issuer,
        newSource);
  }

  /** Names the transaction without its card, so that it may be logged. */
  @Override
  public String toString() {
    return "Transaction[" + transactionId + " at " + source + "]";
  }
}
