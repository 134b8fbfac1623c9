package io.vigil.transforms.screen;

import io.vigil.schemas.Transaction;

/**
 * Flags T if its status is DECLINED, and at least {@code count} others with that status lie within
 * the span before it. The amount does not matter.
 */
record SeveralDeclined(String name, int count, Span within) implements Rule.OfHistory {

  private static final String ONE_KEY = "";

  @Override
  public String terms() {
    return "declined, and at least " + count + " others declined within " + within + " before";
  }

  @Override
  public Watch watch() {
    return new EarlierWatch(
        count,
        within,
        it -> Transaction.DECLINED.equals(it.status()) ? ONE_KEY : null,
        it -> Transaction.DECLINED.equals(it.status()) ? ONE_KEY : null);
  }
}
