package io.vigil.transforms.screen;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What is new about one transaction of a history since it was last written.
 *
 * @param isNew whether the transaction itself is new, and not only flags on it
 * @param rules the names of the rules that have flagged it since; grows until it is written
 */
record Change(Seen seen, boolean isNew, Set<String> rules) {

  static Change accepted(Seen seen) {
    return new Change(seen, true, new LinkedHashSet<>());
  }

  static Change flagged(Seen seen) {
    return new Change(seen, false, new LinkedHashSet<>());
  }
}
