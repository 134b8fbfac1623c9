package io.vigil.pipelines.convergence;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Looks for a shorter course of events that fails as well. */
final class Shrinker {

  private static final int MOST_TRIES = 60;

  private Shrinker() {}

  /** Drops halves, quarters … and single arrivals for as long as it still fails. */
  static Scenario shrink(Scenario failing, Predicate<Scenario> fails) {
    var smallest = failing;
    int tries = 0;
    for (int size = failing.arrivals().size() / 2; size > 0; size /= 2) {
      for (int from = 0; from < smallest.arrivals().size() && tries < MOST_TRIES; tries++) {
        var shorter = smallest.with(without(smallest.arrivals(), from, size));
        if (fails.test(shorter)) {
          smallest = shorter;
        } else {
          from += size;
        }
      }
    }
    return smallest;
  }

  private static List<Arrival> without(List<Arrival> all, int from, int size) {
    var left = new ArrayList<>(all.subList(0, from));
    left.addAll(all.subList(Math.min(all.size(), from + size), all.size()));
    return left;
  }
}
