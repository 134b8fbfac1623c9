package io.vigil.transforms.screen;

/**
 * Flags T if its amount is at least {@code large}, and one of 0 to {@code small} in the same
 * currency lies within the span before it: a card that is tried out and then used.
 *
 * <p>An amount of 0 is small, as some try cards out with it. A refund is neither small nor large. A
 * currency that is not named has no small and no large amounts. The status does not matter: whoever
 * tries a card out learns from a refusal too.
 */
record SmallThenLarge(String name, Limits small, Limits large, Span within)
    implements Rule.OfHistory {

  @Override
  public String terms() {
    return "at least " + large + ", and 0 to " + small + " within " + within + " before";
  }

  @Override
  public Watch watch() {
    return new EarlierWatch(
        1,
        within,
        it -> isSmall(it) ? it.currency() : null,
        it -> isLarge(it) ? it.currency() : null);
  }

  private boolean isSmall(Seen it) {
    var limit = small.of(it.currency());
    return limit != null && it.amount() >= 0 && it.amount() <= limit;
  }

  private boolean isLarge(Seen it) {
    var limit = large.of(it.currency());
    return limit != null && it.amount() >= limit;
  }
}
