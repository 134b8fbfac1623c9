package io.vigil.transforms.screen;

/**
 * Flags T if its country is known, and one with another known country lies within the span before
 * it. A transaction without a country is never flagged and flags none; it need not be the
 * transaction just before T that was elsewhere. Amount and status do not matter.
 */
record CountryChange(String name, Span within) implements Rule.OfHistory {

  private static final int TWO_COUNTRIES = 2;

  @Override
  public String terms() {
    return "another country within " + within + " before";
  }

  @Override
  public Watch watch() {
    return new DistinctWatch(TWO_COUNTRIES, within, Seen::country);
  }
}
