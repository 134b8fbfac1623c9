package io.vigil.transforms.screen;

/**
 * Flags T if at least {@code count} other transactions of the card lie within the span before it.
 * Refunds, amounts of 0 and declined transactions count and can be flagged like all others.
 */
record Velocity(String name, int count, Span within) implements Rule.OfHistory {

  private static final String ONE_KEY = "";

  @Override
  public String terms() {
    return "at least " + count + " others within " + within;
  }

  @Override
  public Watch watch() {
    return new EarlierWatch(count, within, any -> ONE_KEY, any -> ONE_KEY);
  }
}
