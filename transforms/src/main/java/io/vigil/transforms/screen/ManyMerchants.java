package io.vigil.transforms.screen;

/**
 * Flags T if it and those within the span before it name at least so many distinct merchants.
 * Refunds, amounts of 0 and declined transactions count and can be flagged like all others.
 */
record ManyMerchants(String name, int merchants, Span within) implements Rule.OfHistory {

  @Override
  public String terms() {
    return "at least " + merchants + " merchants within " + within;
  }

  @Override
  public Watch watch() {
    return new DistinctWatch(merchants, within, Seen::merchantId);
  }
}
