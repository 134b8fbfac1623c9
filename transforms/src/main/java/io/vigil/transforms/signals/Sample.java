package io.vigil.transforms.signals;

import java.util.ArrayList;
import java.util.List;

/**
 * Some of a set of transaction ids: the {@value #MOST} with the smallest hashes. Immutable; a
 * function of the set. Two samples tell how much two sets have in common (Beyer et al., 2007).
 *
 * @param ids in ascending order of their hashes
 */
public record Sample(List<String> ids) {

  static final int MOST = 128;

  private static final Sample NONE = new Sample(List.of());

  public Sample {
    ids = List.copyOf(ids);
  }

  public static Sample none() {
    return NONE;
  }

  public static Sample of(String id) {
    return new Sample(List.of(id));
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
      int order =
          mine == ids.size()
              ? 1
              : its == other.ids.size() ? -1 : compare(ids.get(mine), other.ids.get(its));
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
    int known = 0;
    int shared = 0;
    var last = other.ids.size() == MOST ? other.ids.get(MOST - 1) : null;
    for (var id : ids) {
      if (last != null && compare(id, last) > 0) {
        break;
      }
      known++;
      shared += other.ids.contains(id) ? 1 : 0;
    }
    return known == 0 ? Double.NaN : (double) shared / known;
  }

  private static int compare(String left, String right) {
    int byHash = Long.compare(Distinct.hash(left), Distinct.hash(right));
    return byHash != 0 ? byHash : left.compareTo(right);
  }
}
