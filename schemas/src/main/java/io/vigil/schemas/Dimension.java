package io.vigil.schemas;

import org.jspecify.annotations.Nullable;

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

  /** The key under which the flag counts in this dimension: that of the flagged transaction. */
  public String keyOf(Flag flag) {
    return keyOf(flag.merchantId(), flag.country(), flag.category());
  }

  /** The key under which the transaction counts in this dimension. */
  public String keyOf(Transaction transaction) {
    return keyOf(transaction.merchantId(), transaction.country(), transaction.category());
  }

  private String keyOf(String merchant, @Nullable String country, @Nullable String category) {
    return switch (this) {
      case ALL -> ALL_KEY;
      case MERCHANT -> merchant;
      case COUNTRY -> country == null ? UNKNOWN_KEY : country;
      case CATEGORY -> category == null ? UNKNOWN_KEY : category;
    };
  }
}
