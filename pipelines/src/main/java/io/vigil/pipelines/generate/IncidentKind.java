package io.vigil.pipelines.generate;

import java.util.List;
import java.util.Locale;

/** The kinds of incidents that are planted. */
enum IncidentKind {
  /** Stolen numbers are tried at one merchant: many small declines, and then a few approvals. */
  CARD_TESTING(true, "merchant"),
  /** A batch of stolen cards is used at many merchants, for more than usual, in a short time. */
  STOLEN_BATCH(true, "card"),
  /** One card is drained in quick succession, until it is declined. */
  DRAINED_CARD(true, "card"),
  /** A country is attacked across merchants. */
  COUNTRY_ATTACK(true, "country"),
  /** An outage in one country: many ordinary payments are declined. No fraud. */
  DECLINE_STORM(false, "country"),
  /** Card testing that takes hours, so that no minute looks unusual. */
  SLOW_CARD_TESTING(true, "merchant"),
  /** The numbers of one issuer are guessed at several merchants: cards that nobody has. */
  ENUMERATION(true, "issuer"),
  /** Stolen cards are turned into money at one merchant, by approvals. */
  CASH_OUT(true, "merchant"),
  /** One merchant refunds to a few cards what they have never paid. */
  REFUND_FRAUD(true, "merchant"),
  /** A copy of a card pays in another country while its owner pays at home. */
  CLONED_CARD(true, "card"),
  /** One issuer declines nearly everything for a while. No fraud. */
  ISSUER_OUTAGE(false, "issuer"),
  /** Everybody buys from one merchant. No fraud. */
  FLASH_SALE(false, "merchant"),
  /** A merchant hands in what it has collected, all with one time. No fraud. */
  BATCH_UPLOAD(false, "merchant"),
  /** A merchant that was never seen is busy from its first hour. No fraud. */
  NEW_MERCHANT(false, "merchant"),
  /** A day (UTC) with double traffic everywhere; its payments are the ordinary ones. No fraud. */
  BUSY_DAY(false, "all");

  /** Those of the plain world, in turn. */
  static final List<IncidentKind> PLAIN =
      List.of(CARD_TESTING, STOLEN_BATCH, DRAINED_CARD, COUNTRY_ATTACK, DECLINE_STORM);

  /** Those of the market, each of which comes once in a round. */
  static final List<IncidentKind> MARKET = List.of(values()).subList(0, BUSY_DAY.ordinal());

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
