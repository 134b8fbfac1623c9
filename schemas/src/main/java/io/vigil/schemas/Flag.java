package io.vigil.schemas;

import org.jspecify.annotations.Nullable;

/**
 * A rule's finding on one transaction, with what is needed to count it.
 *
 * <p>A flag is a function of the final set of a card's transactions, evidence and all. It can be
 * found early, when only part of what speaks for it has arrived, and it is given out once; so its
 * evidence must be true from the first moment on and stay complete. That is the rule's terms, which
 * hold whenever the flag exists: "at least 5 others within 60s", not "7 others" or their ids, which
 * depend on what had arrived.
 *
 * @param rule the rule's name
 * @param evidence what the rule found to exist: its terms
 * @param transactionId with {@code content}, the transaction that is flagged
 * @param content tells apart transactions of the same id: a hash of 32 hexadecimal digits
 * @param eventTime of the flagged transaction, in milliseconds since the epoch
 * @param merchantId of the flagged transaction
 * @param currency of the flagged transaction
 * @param country of the flagged transaction, if known
 * @param category of the flagged transaction, if known
 * @param issuer of the flagged transaction, if known
 * @param cardId of the flagged transaction; null in flags that were written before they had it;
 *     confidential, never logged
 */
public record Flag(
    String rule,
    String evidence,
    String transactionId,
    String content,
    long eventTime,
    String merchantId,
    String currency,
    @Nullable String country,
    @Nullable String category,
    @Nullable String issuer,
    @Nullable String cardId) {

  /** The flag, on a transaction of that card. */
  public Flag ofCard(String newCardId) {
    return new Flag(
        rule,
        evidence,
        transactionId,
        content,
        eventTime,
        merchantId,
        currency,
        country,
        category,
        issuer,
        newCardId);
  }

  /** Names the flag without its card, so that it may be logged. */
  @Override
  public String toString() {
    return "Flag[" + rule + " on " + transactionId + "]";
  }
}
