package io.vigil.transforms.screen;

import io.vigil.schemas.Transaction;

/**
 * Flags T if its risk score is over the given one; the given score itself is not over, as for
 * amounts. Without a score there is no flag. Amount and status do not matter.
 */
record RiskOver(String name, double score) implements Rule.OfOne {

  @Override
  public String terms() {
    return "risk score over " + score;
  }

  @Override
  public boolean flags(Transaction it) {
    var known = it.riskScore();
    return known != null && known > score;
  }
}
