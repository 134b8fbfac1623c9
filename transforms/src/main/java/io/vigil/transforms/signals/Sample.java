package io.vigil.transforms.signals;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of a set of transaction ids: the {@value #MOST} with the smallest hashes. Immutable; a
 * function of the set. Two samples tell how much two sets have in common (Beyer et al., 2007).
 */
public final class Sample {

  static final int MOST = 128;

  private static final Sample NONE = new Sample(List.of());

  private final List<String> ids;

  /** The hashes of the ids; two threads may both compute them, and find the same. */
  private long @Nullable [] hashes;

  /**
   * @param ids in ascending order of their hashes
   */
  Sample(List<String> ids) {
    this.ids = List.copyOf(ids);
  }

  public static Sample none() {
    return NONE;
  }

  public static Sample of(String id) {
    return new Sample(List.of(id));
  }

  /** In ascending order of their hashes. */
  public List<String> ids() {
    return ids;
  }

  /** The sample of what is in either set. */
  public Sample union(Sample other) {
    if (other.ids.isEmpty()) {
      return this;
    }
    if (ids.isEmpty()) {
      return other;
    }
    var both = new ArrayList<String>(Math.min(ids.size() + other.ids.size(), MOST));
    int mine = 0;
    int its = 0;
    while (both.size() < MOST && (mine < ids.size() || its < other.ids.size())) {
      int order = compare(mine, other, its);
      both.add(order <= 0 ? ids.get(mine) : other.ids.get(its));
      mine += order <= 0 ? 1 : 0;
      its += order >= 0 ? 1 : 0;
    }
    return new Sample(both);
  }

  /**
   * About which part of this set is in the other, from 0 to 1; {@link Double#NaN} if the samples
   * cannot tell. Exact if both are small enough to be here whole.
   */
  public double partIn(Sample other) {
    if (ids.isEmpty() || other.ids.isEmpty()) {
      return 0;
    }
    // Above the last hash of a full sample nothing is known of its set.
    boolean isWhole = other.ids.size() < MOST;
    int known = 0;
    int shared = 0;
    int its = 0;
    while (known < ids.size() && (isWhole || its < other.ids.size())) {
      int order = compare(known, other, its);
      shared += order == 0 ? 1 : 0;
      known += order <= 0 ? 1 : 0;
      its += order >= 0 ? 1 : 0;
    }
    return known == 0 ? Double.NaN : (double) shared / known;
  }

  /** Of two ids by their numbers; none comes after all others. */
  private int compare(int mine, Sample other, int its) {
    if (mine == ids.size() || its == other.ids.size()) {
      return mine == ids.size() ? 1 : -1;
    }
    int byHash = Long.compare(hashes()[mine], other.hashes()[its]);
    return byHash != 0 ? byHash : ids.get(mine).compareTo(other.ids.get(its));
  }

  private long[] hashes() {
    var known = hashes;
    if (known == null) {
      known = ids.stream().mapToLong(Distinct::hash).toArray();
      hashes = known;
    }
    return known;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Sample that && ids.equals(that.ids);
  }

  @Override
  public int hashCode() {
    return ids.hashCode();
  }

  @Override
  public String toString() {
    return ids.toString();
  }
}
