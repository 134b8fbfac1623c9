package io.vigil.schemas;

/**
 * What happened in one window to one key, in one currency.
 *
 * <p>{@code generation}, {@code facts} and {@code isFinal} are the version: a sink takes a row only
 * if its version is not older than the one that it has.
 *
 * @param grain the length of the window
 * @param dimension what {@code key} is a key of
 * @param key the merchant, country or category; see {@link Dimension#keyOf}
 * @param currency ISO 4217 code; amounts of different currencies are never added up
 * @param windowStart first millisecond of the window, since the epoch
 * @param windowEnd first millisecond after the window
 * @param count transactions
 * @param declined how many of them were declined
 * @param flagged how many of them were flagged
 * @param sum of the amounts, in minor units; held at the ends of 64 bits if it would not fit
 * @param sumCapped whether it would not fit, so that the true sum lies beyond it
 * @param largest the largest amount, in minor units
 * @param cards about how many cards; exact to well within one card up to some hundreds, then within
 *     about 2 %
 * @param generation 0 for what is live; every backfill takes a higher one
 * @param facts how many transactions and flags went into this row
 * @param isFinal whether the window was closed
 */
public record Total(
    Grain grain,
    Dimension dimension,
    String key,
    String currency,
    long windowStart,
    long windowEnd,
    long count,
    long declined,
    long flagged,
    long sum,
    boolean sumCapped,
    long largest,
    long cards,
    long generation,
    long facts,
    boolean isFinal) {

  /** Of a sum that fits. */
  public Total(
      Grain grain,
      Dimension dimension,
      String key,
      String currency,
      long windowStart,
      long windowEnd,
      long count,
      long declined,
      long flagged,
      long sum,
      long largest,
      long cards,
      long generation,
      long facts,
      boolean isFinal) {
    this(
        grain,
        dimension,
        key,
        currency,
        windowStart,
        windowEnd,
        count,
        declined,
        flagged,
        sum,
        false,
        largest,
        cards,
        generation,
        facts,
        isFinal);
  }
}
