package io.vigil.schemas.mapping;

import io.vigil.schemas.Reason;
import io.vigil.schemas.fields.Rejection;

/**
 * Says which records are meant, by an expression that is true for them. The others are skipped.
 *
 * @param numbers how numbers are written
 */
record Condition(Formula formula, NumberFormat numbers) {

  /** The setting of a mapping that holds it. */
  static final String NAME = "only_if";

  /** Looks at the row of one thread. */
  interface Test {
    /** Whether the record is meant. */
    boolean holds() throws Rejection;
  }

  Test over(Row row) {
    var evaluator = new Evaluator(NAME, formula, row, numbers);
    return () -> {
      if (evaluator.evaluate() instanceof Boolean truth) {
        return truth;
      }
      throw new Rejection(Reason.EXPRESSION_FAILED, NAME + ": gives neither true nor false");
    };
  }
}
