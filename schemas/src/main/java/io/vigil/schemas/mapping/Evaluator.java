package io.vigil.schemas.mapping;

import com.ezylang.evalex.EvaluationException;
import com.ezylang.evalex.Expression;
import com.ezylang.evalex.data.EvaluationValue;
import com.ezylang.evalex.parser.ParseException;
import io.vigil.schemas.Reason;
import io.vigil.schemas.fields.Rejection;
import org.jspecify.annotations.Nullable;

/** Evaluates one expression of a mapping over the row of one thread. */
final class Evaluator {

  private final String name;
  private final Expression expression;

  /**
   * @param name the field or setting that the expression is of; messages begin with it
   */
  Evaluator(String name, Formula formula, Row row, NumberFormat numbers) {
    this.name = name;
    this.expression = formula.over(row, numbers);
  }

  /** The value for the row as it is now: a text, number or truth value, or null. */
  @Nullable Object evaluate() throws Rejection {
    EvaluationValue value;
    try {
      value = expression.evaluate();
    } catch (EvaluationFailure e) {
      throw new Rejection(e.reason(), name + ": " + e.getMessage());
    } catch (EvaluationException | ParseException e) {
      throw new Rejection(Reason.EXPRESSION_FAILED, name + ": " + e.getMessage());
    }
    return value.getValue();
  }
}
