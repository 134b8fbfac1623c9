package io.vigil.schemas;

/**
 * All spikes of one cause, under the key that explains them best: what one notification is about.
 *
 * @param incidentId derived from dimension, key and start, so that it is the same on every run
 * @param dimension what {@code key} is a key of
 * @param key the key that explains the spikes best
 * @param incidentStart first millisecond of the first spike's span, since the epoch
 * @param incidentEnd first millisecond after the last spike's bucket
 * @param spikes how many buckets of the key end with a spike
 * @param flagged how often the signal was counted since the start
 * @param peak the highest count of the signal in one bucket
 * @param peakStart first millisecond of the first bucket that has it
 * @param kind what it looks like
 * @param isFraud whether it looks like fraud
 * @param alarmedAt when the transaction happened that made it an incident
 * @param lastSeen when the last transaction happened that belongs to it
 * @param signal the signal that was most improbable, as in {@link Spike}
 * @param spanSeconds the length of the span in which it was
 * @param observed how often it was counted in that span
 * @param expected how often it was to be expected
 * @param probability of such a count or a higher one, if it were chance
 * @param cards about how many cards have the signal, since the start
 * @param attempts transactions of the key since the start
 * @param approved how many of them were approved
 * @param approvedMoney their sums by currency: {@code EUR 123.45, JPY 5000}
 * @param declined how many of them were declined
 * @param declinedMoney their sums by currency
 * @param transactionIds up to ten transactions that have the signal, separated by commas
 * @param rules the rules whose flags contributed, separated by commas
 * @param evidence all signals that were improbable, for a person
 * @param detection a hash of the configuration
 * @param state provisional while one of its spikes is
 * @param generation as in {@link Total}
 * @param facts as in {@link Total}
 * @param isFinal whether no later spike can join it
 */
public record Incident(
    String incidentId,
    Dimension dimension,
    String key,
    long incidentStart,
    long incidentEnd,
    long spikes,
    long flagged,
    long peak,
    long peakStart,
    Kind kind,
    boolean isFraud,
    long alarmedAt,
    long lastSeen,
    String signal,
    long spanSeconds,
    long observed,
    double expected,
    double probability,
    long cards,
    long attempts,
    long approved,
    String approvedMoney,
    long declined,
    String declinedMoney,
    String transactionIds,
    String rules,
    String evidence,
    String detection,
    Spike.State state,
    long generation,
    long facts,
    boolean isFinal) {

  /** What an incident looks like. */
  public enum Kind {
    /** Small amounts on many cards are declined at one merchant. */
    CARD_TESTING,
    /** Cards of one issuer are tried out, over several merchants. */
    ENUMERATION,
    /** Stolen cards are turned into money or goods at one merchant. */
    CASH_OUT,
    /** One merchant pays out refunds that no purchases explain. */
    REFUND_FRAUD,
    /** One card is emptied within minutes. */
    DRAINED_CARD,
    /** One card is used in several countries in turn. */
    CLONED_CARD,
    /** Many cards are used as they never are, at many merchants. */
    STOLEN_CARDS,
    /** Cards of one country are attacked, over several merchants. */
    COUNTRY_ATTACK,
    /** Cards of one issuer are attacked, over several merchants. */
    ISSUER_ATTACK,
    /** Fraud at one merchant that is none of the above. */
    MERCHANT_ATTACK,
    /** Ordinary payments are declined: no fraud. */
    OUTAGE,
    /** More payments than ever, and nothing else: no fraud. */
    SURGE,
    /** In rows that are older than kinds. */
    UNKNOWN
  }

  /** Names the incident without its key, which may be a card, so that it may be logged. */
  @Override
  public String toString() {
    return "Incident[" + incidentId + "]";
  }
}
