package io.vigil.pipelines.generate;

import java.util.Set;

/** The folders that are written. */
final class GeneratedTables {

  static final String TRANSACTIONS = "transactions";
  static final String TRUTH = "truth";
  static final Set<String> ALL = Set.of(TRANSACTIONS, TRUTH);

  private GeneratedTables() {}

  /** The folders of a run. */
  static Set<String> of(TruthLevel truth) {
    return truth == TruthLevel.none ? Set.of(TRANSACTIONS) : ALL;
  }
}
