package io.vigil.schemas.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Finds the name that somebody probably meant. */
public final class NearestName {

  private NearestName() {}

  /** {@code "; did you mean 'amount'?"}, or an empty text if no candidate is near. */
  public static String hint(String written, Collection<String> candidates) {
    // A third of the letters wrong is a slip; more is another word.
    int limit = Math.max(1, written.length() / 3);
    return candidates.stream()
        .filter(candidate -> distance(written, candidate) <= limit)
        .min(
            Comparator.comparingInt((String candidate) -> distance(written, candidate))
                .thenComparing(Comparator.naturalOrder()))
        .map(candidate -> "; did you mean '" + candidate + "'?")
        .orElse("");
  }

  /** As {@link #hint}; if no candidate is near, all there are: for the few of a language. */
  public static String hintOrAll(String written, Collection<String> candidates) {
    var hint = hint(written, candidates);
    return hint.isEmpty() ? "; there are " + String.join(", ", candidates) : hint;
  }

  /**
   * How many letters must be put in, taken out, replaced, or swapped with their neighbour to make
   * one of the other; capitals do not matter.
   */
  private static int distance(String one, String other) {
    var a = one.toLowerCase(Locale.ROOT);
    var b = other.toLowerCase(Locale.ROOT);
    var cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      cost[i][0] = i;
    }
    for (int j = 0; j <= b.length(); j++) {
      cost[0][j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      for (int j = 1; j <= b.length(); j++) {
        int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        cost[i][j] = Math.min(replaced, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[a.length()][b.length()];
  }
}
