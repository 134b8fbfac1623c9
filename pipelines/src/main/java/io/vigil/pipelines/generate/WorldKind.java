package io.vigil.pipelines.generate;

/** The worlds in which something may happen. */
enum WorldKind {
  /**
   * All merchants are alike, and so are all cards: easy to see through, and easy to reckon with.
   */
  plain,
  /**
   * Merchants, banks and cards have habits of their own: shares of declines and refunds, retries,
   * subscriptions at the hour, travellers, corporate cards, and one day with double traffic.
   */
  market
}
