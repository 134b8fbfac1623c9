package io.vigil.pipelines.generate;

import java.util.Locale;

/** The kinds of incidents that are planted, in turn. */
enum IncidentKind {
  /** Stolen numbers are tried at one merchant: many small declines, and then a few approvals. */
  CARD_TESTING(true, "merchant"),
  /** A batch of stolen cards is used at many merchants, for more than usual, in a short time. */
  STOLEN_BATCH(true, "card"),
  /** One card is drained in quick succession, until it is declined. */
  DRAINED_CARD(true, "card"),
  /** Cards of one country's issuers are attacked across merchants. */
  COUNTRY_ATTACK(true, "country"),
  /** An issuer's outage: many ordinary payments of a country's cards are declined. No fraud. */
  DECLINE_STORM(false, "country");

  private final boolean isFraud;
  private final String dimension;

  IncidentKind(boolean isFraud, String dimension) {
    this.isFraud = isFraud;
    this.dimension = dimension;
  }

  boolean isFraud() {
    return isFraud;
  }

  /** What its keys name. */
  String dimension() {
    return dimension;
  }

  /** As it stands in the truth. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
