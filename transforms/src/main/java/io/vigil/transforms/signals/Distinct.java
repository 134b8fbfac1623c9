package io.vigil.transforms.signals;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.datasketches.hash.MurmurHash3;
import org.jspecify.annotations.Nullable;

/**
 * A set of texts of which only the size can be asked: the smallest {@value #MOST} hashes of them.
 * Immutable; a function of the set.
 *
 * <p>Up to that size it is exact, then the k-th smallest of n uniform numbers tells n: (k − 1) /
 * U<sub>(k)</sub>, with a standard error of 1/√(k − 2) = 6 % (Bar-Yossef et al., Counting distinct
 * elements in a data stream, 2002; Beyer et al., On synopses for distinct-value estimation, 2007).
 */
public final class Distinct {

  static final int MOST = 256;

  private static final Distinct NONE = new Distinct(new long[0]);
  private static final double RANGE = 0x1p63;

  /** Ascending, without a hash twice, none negative. */
  private final long[] hashes;

  private Distinct(long[] hashes) {
    this.hashes = hashes;
  }

  public static Distinct none() {
    return NONE;
  }

  public static Distinct of(String text) {
    return new Distinct(new long[] {hash(text)});
  }

  /** The hash that the text has in every set. */
  static long hash(String text) {
    return MurmurHash3.hash(text.getBytes(StandardCharsets.UTF_8), 0)[0] >>> 1;
  }

  static Distinct ofHashes(long[] ascending) {
    return ascending.length == 0 ? NONE : new Distinct(ascending);
  }

  long[] hashes() {
    return hashes;
  }

  /** The set of what is in either. */
  public Distinct union(Distinct other) {
    if (other.hashes.length == 0) {
      return this;
    }
    if (hashes.length == 0) {
      return other;
    }
    long[] both = new long[Math.min(hashes.length + other.hashes.length, MOST)];
    int size = 0;
    int mine = 0;
    int its = 0;
    while (size < both.length && (mine < hashes.length || its < other.hashes.length)) {
      long left = mine < hashes.length ? hashes[mine] : Long.MAX_VALUE;
      long right = its < other.hashes.length ? other.hashes[its] : Long.MAX_VALUE;
      long least = Math.min(left, right);
      if (mine < hashes.length && left == least) {
        mine++;
      }
      if (its < other.hashes.length && right == least) {
        its++;
      }
      both[size++] = least;
    }
    return new Distinct(size == both.length ? both : Arrays.copyOf(both, size));
  }

  /** How many are known to be in both; all, if both are small enough to be exact. */
  public int shared(Distinct other) {
    int shared = 0;
    int its = 0;
    for (long hash : hashes) {
      while (its < other.hashes.length && other.hashes[its] < hash) {
        its++;
      }
      shared += its < other.hashes.length && other.hashes[its] == hash ? 1 : 0;
    }
    return shared;
  }

  /** About how many there are. */
  public long size() {
    if (hashes.length < MOST) {
      return hashes.length;
    }
    return Math.round((MOST - 1) / ((hashes[MOST - 1] + 1) / RANGE));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Distinct that && Arrays.equals(hashes, that.hashes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(hashes);
  }

  @Override
  public String toString() {
    return "Distinct[" + size() + "]";
  }
}
