package io.vigil.schemas;

/** What a total is broken down by. */
public enum Dimension {
  /** No breakdown: one key, {@link #ALL_KEY}. */
  ALL,
  MERCHANT,
  COUNTRY,
  CATEGORY;

  /** The one key of {@link #ALL}. */
  public static final String ALL_KEY = "all";

  /** The key of transactions that do not name a country or a category. */
  public static final String UNKNOWN_KEY = "unknown";

  /** The key under which the transaction counts in this dimension. */
  public String keyOf(Transaction transaction) {
    return switch (this) {
      case ALL -> ALL_KEY;
      case MERCHANT -> transaction.merchantId();
      case COUNTRY -> transaction.country() == null ? UNKNOWN_KEY : transaction.country();
      case CATEGORY -> transaction.category() == null ? UNKNOWN_KEY : transaction.category();
    };
  }
}
