package io.vigil.transforms.signals;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * When the first {@value #MOST} of some transactions happened, in milliseconds since the epoch,
 * ascending, one for each of them. Immutable; a function of the set.
 */
public final class Times {

  static final int MOST = 64;

  private static final Times NONE = new Times(new long[0]);

  private final long[] times;

  /** Asked for again and again, for each span that is looked at. */
  private final int distinctCount;

  private Times(long[] times) {
    this.times = times;
    int distinct = 0;
    for (int i = 0; i < times.length; i++) {
      if (i == 0 || times[i] != times[i - 1]) {
        distinct++;
      }
    }
    this.distinctCount = distinct;
  }

  public static Times none() {
    return NONE;
  }

  /**
   * @param ascending is not copied
   */
  static Times of(long... ascending) {
    return ascending.length == 0 ? NONE : new Times(ascending);
  }

  public int size() {
    return times.length;
  }

  /** The time of the transaction of that number, from 0. */
  public long get(int number) {
    return times[number];
  }

  /** How many different times there are. */
  public int distinctCount() {
    return distinctCount;
  }

  /** Each time once. */
  public Times distinct() {
    return of(Arrays.stream(times).distinct().toArray());
  }

  public Times plus(Times other) {
    if (other.times.length == 0) {
      return this;
    }
    if (times.length == 0) {
      return other;
    }
    long[] both = Arrays.copyOf(times, times.length + other.times.length);
    System.arraycopy(other.times, 0, both, times.length, other.times.length);
    Arrays.sort(both);
    return new Times(both.length > MOST ? Arrays.copyOf(both, MOST) : both);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Times that && Arrays.equals(times, that.times);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(times);
  }

  @Override
  public String toString() {
    return Arrays.toString(times);
  }
}
