package io.vigil.transforms.totals;

/**
 * What is known of a set of transactions of one key: the value of a total before it is written.
 * Immutable; {@link #plus} is associative and commutative, so the order of arrival cannot matter.
 *
 * @param count transactions; may be 0 in a part of a tally that knows of flags only
 * @param declined how many of them were declined
 * @param flagged how many of them were flagged
 * @param sumHigh upper half of the sum of amounts in minor units, which needs more than 64 bits
 *     when amounts near the limit are added up
 * @param sumLow lower half of the sum
 * @param largest the largest amount, in minor units
 * @param cards the cards
 */
public record Tally(
    long count,
    long declined,
    long flagged,
    long sumHigh,
    long sumLow,
    long largest,
    CardSketch cards) {

  /** Whether neither a transaction nor a flag went into it. */
  public boolean isNothing() {
    return count == 0 && flagged == 0;
  }

  /** The tally of the transactions of both, which must not overlap. */
  public Tally plus(Tally other) {
    long low = sumLow + other.sumLow;
    return new Tally(
        count + other.count,
        declined + other.declined,
        flagged + other.flagged,
        sumHigh + other.sumHigh + carry(sumLow, low),
        low,
        Math.max(largest, other.largest),
        cards.union(other.cards));
  }

  /** The sum in minor units, held at the end of 64 bits if it lies beyond. */
  public long sum() {
    if (!isSumCapped()) {
      return sumLow;
    }
    return sumHigh < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
  }

  /** Whether the sum lies beyond 64 bits. */
  public boolean isSumCapped() {
    return sumHigh != sumLow >> 63;
  }

  /** One if the unsigned addition that made {@code low} out of {@code before} ran over. */
  static long carry(long before, long low) {
    return Long.compareUnsigned(low, before) < 0 ? 1 : 0;
  }
}
