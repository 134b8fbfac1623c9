package io.vigil.local.demo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How two tables differ, whatever the order of their rows.
 *
 * @param live how many rows the first one has
 * @param bounded how many rows the second one has
 * @param differences rows that only one of them has, marked with whose they are
 */
record RowComparison(int live, int bounded, List<String> differences) {

  RowComparison {
    differences = List.copyOf(differences);
  }

  /** Compares rows by all of their columns; a row that is there twice must be so in both. */
  static RowComparison of(List<List<String>> live, List<List<String>> bounded) {
    Map<List<String>, Integer> counts = new HashMap<>();
    live.forEach(row -> counts.merge(row, 1, Integer::sum));
    bounded.forEach(row -> counts.merge(row, -1, Integer::sum));
    var differences = new ArrayList<String>();
    counts.forEach(
        (row, more) -> {
          for (int i = 0; i < Math.abs(more); i++) {
            differences.add((more > 0 ? "live    " : "bounded ") + String.join(" ", row));
          }
        });
    differences.sort(null);
    return new RowComparison(live.size(), bounded.size(), differences);
  }

  /** Whether there are rows, and the same in both. */
  boolean isEqual() {
    return live > 0 && differences.isEmpty();
  }
}
