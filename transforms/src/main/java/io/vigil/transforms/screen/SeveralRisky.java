package io.vigil.transforms.screen;

/**
 * Flags T if its risk score is at least the given one, and so are those of at least {@code count}
 * others within the span before it. A transaction without a score is never flagged and flags none.
 * Amount and status do not matter.
 */
record SeveralRisky(String name, int count, double score, Span within) implements Rule.OfHistory {

  private static final String ONE_KEY = "";

  @Override
  public String terms() {
    return "risk score at least "
        + score
        + ", and that of at least "
        + count
        + " others within "
        + within
        + " before";
  }

  @Override
  public Watch watch() {
    return new EarlierWatch(
        count, within, it -> isRisky(it) ? ONE_KEY : null, it -> isRisky(it) ? ONE_KEY : null);
  }

  private boolean isRisky(Seen it) {
    var known = it.riskScore();
    return known != null && known >= score;
  }
}
