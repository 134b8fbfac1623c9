package io.vigil.pipelines.archive;

import java.io.Serializable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A set of offsets, kept as ranges: immutable, in ascending order, none touching another. */
public final class OffsetRanges implements Serializable {

  private static final long serialVersionUID = 1;

  /** First and last of each range. */
  private final long[] bounds;

  /** Takes over the array. */
  OffsetRanges(long[] bounds) {
    for (int i = 0; i < bounds.length; i += 2) {
      if (bounds[i] > bounds[i + 1] || i > 0 && bounds[i] <= bounds[i - 1] + 1) {
        throw new IllegalArgumentException("the ranges are not in order");
      }
    }
    this.bounds = bounds;
  }

  /** How many ranges there are. */
  public int size() {
    return bounds.length / 2;
  }

  public long first(int range) {
    return bounds[2 * range];
  }

  /** The last offset that belongs to the range. */
  public long last(int range) {
    return bounds[2 * range + 1];
  }

  /** How many offsets are in the ranges. */
  public long count() {
    long count = 0;
    for (int i = 0; i < size(); i++) {
      count += last(i) - first(i) + 1;
    }
    return count;
  }

  public boolean contains(long offset) {
    int found = Arrays.binarySearch(bounds, offset);
    // Between the first and the last of a range the place of insertion is odd.
    return found >= 0 || (-found - 1) % 2 == 1;
  }

  /** The first offset, from that one on, that is not in the ranges. */
  public long firstMissing(long from) {
    for (int i = 0; i < size(); i++) {
      if (from < first(i)) {
        return from;
      }
      if (from <= last(i)) {
        return last(i) + 1;
      }
    }
    return from;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof OffsetRanges that && Arrays.equals(bounds, that.bounds);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bounds);
  }

  /** {@code 1-5,7-7}. */
  @Override
  public String toString() {
    var text = new StringBuilder();
    for (int i = 0; i < size(); i++) {
      text.append(i == 0 ? "" : ",").append(first(i)).append('-').append(last(i));
    }
    return text.toString();
  }
}
