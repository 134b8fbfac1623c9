package io.vigil.transforms.screen;

import io.vigil.schemas.Transaction;

/**
 * Flags T if its status is APPROVED, and at least {@code declines} with the status DECLINED lie
 * within the span before it. Approved ones in between do not matter: to ask for declines in a row
 * would let a late approval take a flag away. No status, and every other status, is neither. The
 * amount does not matter.
 */
record DeclinesThenApproval(String name, int declines, Span within) implements Rule.OfHistory {

  private static final String APPROVED = "APPROVED";
  private static final String ONE_KEY = "";

  @Override
  public String terms() {
    return "approved, and at least " + declines + " declined within " + within + " before";
  }

  @Override
  public Watch watch() {
    return new EarlierWatch(
        declines,
        within,
        it -> Transaction.DECLINED.equals(it.status()) ? ONE_KEY : null,
        it -> APPROVED.equals(it.status()) ? ONE_KEY : null);
  }
}
