package io.vigil.pipelines.generate;

import io.vigil.schemas.Transaction;
import java.util.ArrayList;
import java.util.List;

/** A time in which nearly all ordinary payments of one issuer, or in one country, are declined. */
final class Outage {

  private final int number;
  private final IncidentKind kind;
  private final String key;
  private final long from;
  private final long to;
  private final double severity;
  private final List<Transaction> declined = new ArrayList<>();

  /**
   * @param severity which part of the payments is declined
   */
  Outage(int number, IncidentKind kind, String key, long from, long to, double severity) {
    this.number = number;
    this.kind = kind;
    this.key = key;
    this.from = from;
    this.to = to;
    this.severity = severity;
  }

  boolean isOverAt(long time) {
    return time > to;
  }

  /** Whether it declines a payment that might have been approved. */
  boolean strikes(long time, Issuers.Issuer issuer, Country country, Dice dice) {
    var mine = kind == IncidentKind.ISSUER_OUTAGE ? issuer.bin() : country.name();
    return time >= from && time <= to && mine.equals(key) && dice.happens(severity);
  }

  int number() {
    return number;
  }

  void add(Transaction transaction) {
    declined.add(transaction);
  }

  /** What is true of it, when it is over. */
  Incident incident() {
    var keys = List.of(key);
    return declined.isEmpty()
        ? new Incident(number, kind, null, keys, List.of(), from, to, List.of(), List.of())
        : Incident.of(number, kind, null, keys, declined);
  }
}
