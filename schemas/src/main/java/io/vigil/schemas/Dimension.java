package io.vigil.schemas;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What counts are broken down by. */
public enum Dimension {
  /** No breakdown: one key, {@link #ALL_KEY}. */
  ALL,
  MERCHANT,
  COUNTRY,
  CATEGORY,
  /** Spikes and incidents only. */
  ISSUER,
  /** Spikes and incidents only; its keys are confidential. */
  CARD;

  /** The one key of {@link #ALL}. */
  public static final String ALL_KEY = "all";

  /** The key of transactions that do not name a country, a category or an issuer. */
  public static final String UNKNOWN_KEY = "unknown";

  private static final List<Dimension> OF_TOTALS = List.of(ALL, MERCHANT, COUNTRY, CATEGORY);

  /** Those that totals are broken down by. */
  public static List<Dimension> ofTotals() {
    return OF_TOTALS;
  }

  /** The key under which the flag counts in this dimension: that of the flagged transaction. */
  public String keyOf(Flag flag) {
    return switch (this) {
      case ALL -> ALL_KEY;
      case MERCHANT -> flag.merchantId();
      case COUNTRY -> orUnknown(flag.country());
      case CATEGORY -> orUnknown(flag.category());
      case ISSUER -> orUnknown(flag.issuer());
      case CARD -> orUnknown(flag.cardId());
    };
  }

  /** The key under which the transaction counts in this dimension. */
  public String keyOf(Transaction transaction) {
    return switch (this) {
      case ALL -> ALL_KEY;
      case MERCHANT -> transaction.merchantId();
      case COUNTRY -> orUnknown(transaction.country());
      case CATEGORY -> orUnknown(transaction.category());
      case ISSUER -> orUnknown(transaction.issuer());
      case CARD -> transaction.cardId();
    };
  }

  private static String orUnknown(@Nullable String key) {
    return key == null ? UNKNOWN_KEY : key;
  }
}
