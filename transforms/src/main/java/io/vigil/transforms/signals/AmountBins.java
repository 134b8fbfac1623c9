package io.vigil.transforms.signals;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How many amounts lie in which order of magnitude: bin b has those from 2<sup>b</sup> to under
 * 2<sup>b+1</sup> hundredths of a reference unit, of about a euro. Refunds and amounts under a
 * hundredth are in none. Immutable.
 */
public final class AmountBins {

  /** The bins; the last one takes all larger amounts. */
  public static final int BINS = 32;

  private static final AmountBins NONE = new AmountBins(new long[0]);

  /** Up to the last bin that is not empty. */
  private final long[] counts;

  private AmountBins(long[] counts) {
    this.counts = counts;
  }

  public static AmountBins none() {
    return NONE;
  }

  static AmountBins of(long... counts) {
    int length = counts.length;
    while (length > 0 && counts[length - 1] == 0) {
      length--;
    }
    return length == 0 ? NONE : new AmountBins(Arrays.copyOf(counts, length));
  }

  /** The bin of an amount; -1 for none. */
  public static int binOf(long minorUnits, String currency) {
    double hundredths = ReferenceUnits.hundredths(minorUnits, currency);
    return hundredths < 1 ? -1 : Math.min(Math.getExponent(hundredths), BINS - 1);
  }

  public long get(int bin) {
    return bin < counts.length ? counts[bin] : 0;
  }

  /** The bins up to the last one that is not empty. */
  public int length() {
    return counts.length;
  }

  /** How many amounts are in that bin and those above it. */
  public long from(int bin) {
    long sum = 0;
    for (int i = Math.max(bin, 0); i < counts.length; i++) {
      sum += counts[i];
    }
    return sum;
  }

  public AmountBins plus(AmountBins other) {
    if (other.counts.length == 0) {
      return this;
    }
    if (counts.length == 0) {
      return other;
    }
    long[] sum = Arrays.copyOf(counts, Math.max(counts.length, other.counts.length));
    for (int bin = 0; bin < other.counts.length; bin++) {
      sum[bin] += other.counts[bin];
    }
    return new AmountBins(sum);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AmountBins that && Arrays.equals(counts, that.counts);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(counts);
  }

  @Override
  public String toString() {
    return Arrays.toString(counts);
  }
}
