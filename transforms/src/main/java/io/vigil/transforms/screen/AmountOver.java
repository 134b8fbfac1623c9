package io.vigil.transforms.screen;

import io.vigil.schemas.Transaction;

/**
 * Flags T if its amount is over the limit of its currency; the limit itself is not over. Limits are
 * positive, so refunds and amounts of 0 are never flagged, nor are currencies without a limit.
 */
record AmountOver(String name, Limits limits) implements Rule.OfOne {

  @Override
  public String terms() {
    return "over " + limits;
  }

  @Override
  public boolean flags(Transaction it) {
    var limit = limits.of(it.currency());
    return limit != null && it.amount() > limit;
  }
}
