package io.vigil.schemas.mapping;

import com.ezylang.evalex.parser.Token;
import io.vigil.schemas.Reason;

/**
 * Says that an expression has no value for a record. Like a {@link
 * io.vigil.schemas.fields.Rejection}, which it becomes, it is a verdict on data and has no stack
 * trace. It is unchecked because EvalEx asks for the value of a column where nothing may be thrown.
 */
final class EvaluationFailure extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final Reason reason;

  EvaluationFailure(Reason reason, String problem) {
    super(problem, null, false, false);
    this.reason = reason;
  }

  /** A failure of one function or operator, which the message names with its place. */
  EvaluationFailure(Token at, String problem) {
    this(
        Reason.EXPRESSION_FAILED,
        "'" + at.getValue() + "' at character " + at.getStartPosition() + " " + problem);
  }

  Reason reason() {
    return reason;
  }
}
