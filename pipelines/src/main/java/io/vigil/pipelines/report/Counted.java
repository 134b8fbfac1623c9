package io.vigil.pipelines.report;

import io.vigil.schemas.Total;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Totals of several windows, keys or currencies together.
 *
 * @param count payments
 * @param declined how many of them were declined
 * @param flagged how many of them were flagged
 * @param money their sums by currency, in minor units
 */
public record Counted(long count, long declined, long flagged, SortedMap<String, Long> money) {

  static final Counted NOTHING = new Counted(0, 0, 0, Collections.emptySortedMap());

  static Counted of(Total total) {
    return new Counted(
        total.count(),
        total.declined(),
        total.flagged(),
        new TreeMap<>(Map.of(total.currency(), total.sum())));
  }

  Counted plus(Counted other) {
    var sums = new TreeMap<>(money);
    other.money.forEach((currency, sum) -> sums.merge(currency, sum, Counted::held));
    return new Counted(
        count + other.count, declined + other.declined, flagged + other.flagged, sums);
  }

  /** At the ends of 64 bits, as the totals are. */
  private static long held(long one, long other) {
    long sum = one + other;
    boolean isBeyond = ((one ^ sum) & (other ^ sum)) < 0;
    return isBeyond ? (one < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : sum;
  }
}
