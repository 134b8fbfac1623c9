package io.vigil.transforms.screen;

import io.vigil.schemas.Flag;
import io.vigil.schemas.Transaction;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What a card's history remembers of an accepted transaction. Immutable.
 *
 * <p>Transactions of a card are in order of their event time, then their id, then their content.
 * The order is total, so that "before" has one meaning even among those of the same millisecond.
 */
record Seen(
    long eventTime,
    String transactionId,
    Content content,
    String merchantId,
    long amount,
    String currency,
    @Nullable String country,
    @Nullable String status,
    @Nullable String category,
    @Nullable String issuer,
    @Nullable Double riskScore)
    implements Comparable<Seen> {

  /** Puts transactions of the same id beside each other. */
  static final Comparator<Seen> BY_ID =
      Comparator.comparing(Seen::transactionId)
          .thenComparingLong(Seen::eventTime)
          .thenComparing(Seen::content);

  private static final Content NO_CONTENT = new Content(0, 0);

  static Seen of(Transaction it) {
    return new Seen(
        it.eventTime(),
        it.transactionId(),
        Content.of(it),
        it.merchantId(),
        it.amount(),
        it.currency(),
        it.country(),
        it.status(),
        it.category(),
        it.issuer(),
        it.riskScore());
  }

  /**
   * A mark that lies before every transaction of that time and after all earlier ones, to ask
   * sorted sets for ranges: its id is empty, and no transaction has an empty id.
   */
  static Seen markAt(long time) {
    return new Seen(time, "", NO_CONTENT, "", 0, "", null, null, null, null, null);
  }

  /** The flag of a rule on this transaction, which does not know its card. */
  Flag flag(String rule, String terms) {
    return new Flag(
        rule,
        terms,
        transactionId,
        content.toString(),
        eventTime,
        merchantId,
        currency,
        country,
        category,
        issuer,
        null);
  }

  boolean isBefore(Seen other) {
    return compareTo(other) < 0;
  }

  @Override
  public int compareTo(Seen other) {
    int byTime = Long.compare(eventTime, other.eventTime);
    if (byTime != 0) {
      return byTime;
    }
    int byId = transactionId.compareTo(other.transactionId);
    return byId != 0 ? byId : content.compareTo(other.content);
  }
}
