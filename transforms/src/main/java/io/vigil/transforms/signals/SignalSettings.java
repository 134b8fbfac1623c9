package io.vigil.transforms.signals;

import io.vigil.schemas.Transaction;
import java.io.Serializable;

/**
 * What counts as a signal.
 *
 * @param risky risk scores from this one on are a signal
 * @param smallUnits amounts up to so many units, of about a euro, are small
 */
public record SignalSettings(double risky, double smallUnits) implements Serializable {

  public static final SignalSettings DEFAULTS = new SignalSettings(0.8, 5);

  boolean isRisky(Transaction it) {
    var score = it.riskScore();
    return score != null && score >= risky;
  }

  boolean isSmall(Transaction it) {
    return it.amount() >= 0
        && ReferenceUnits.hundredths(it.amount(), it.currency()) <= 100 * smallUnits;
  }
}
