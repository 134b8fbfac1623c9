package io.vigil.schemas.mapping;

import com.ezylang.evalex.EvaluationException;
import com.ezylang.evalex.Expression;
import com.ezylang.evalex.data.EvaluationValue;
import com.ezylang.evalex.parser.ParseException;
import io.vigil.schemas.Reason;
import io.vigil.schemas.fields.Field;
import io.vigil.schemas.fields.Rejection;
import org.jspecify.annotations.Nullable;

/** Evaluates the expression of one field over the row of one thread. */
final class Evaluator {

  private final Field field;
  private final Expression expression;

  Evaluator(Field field, Formula formula, Row row, NumberFormat numbers) {
    this.field = field;
    this.expression = formula.over(row, numbers);
  }

  /** The value for the row as it is now: a text, number or truth value, or null. */
  @Nullable Object evaluate() throws Rejection {
    EvaluationValue value;
    try {
      value = expression.evaluate();
    } catch (EvaluationFailure e) {
      throw Rejection.of(field, e.reason(), String.valueOf(e.getMessage()));
    } catch (EvaluationException | ParseException e) {
      throw Rejection.of(field, Reason.EXPRESSION_FAILED, e.getMessage());
    }
    return value.getValue();
  }
}
