package io.vigil.schemas.mapping;

import io.vigil.schemas.Reason;

/** What stands for a value that no field can take. It does harm only where its column is used. */
enum Unusable {
  NOT_FINITE(Reason.NOT_A_NUMBER, "NaN and infinity are no numbers"),
  NESTED(Reason.WRONG_TYPE, "an object or a list is no single value"),
  BYTES(Reason.WRONG_TYPE, "bytes without a meaning are no value"),
  TOO_LONG(Reason.NOT_A_NUMBER, "a number of more than a thousand digits");

  private final Reason reason;
  private final String problem;

  Unusable(Reason reason, String problem) {
    this.reason = reason;
    this.problem = problem;
  }

  Reason reason() {
    return reason;
  }

  String problem() {
    return problem;
  }
}
