package io.vigil.schemas.mapping;

import static com.ezylang.evalex.operators.OperatorIfc.OPERATOR_PRECEDENCE_ADDITIVE;
import static com.ezylang.evalex.operators.OperatorIfc.OPERATOR_PRECEDENCE_AND;
import static com.ezylang.evalex.operators.OperatorIfc.OPERATOR_PRECEDENCE_COMPARISON;
import static com.ezylang.evalex.operators.OperatorIfc.OPERATOR_PRECEDENCE_EQUALITY;
import static com.ezylang.evalex.operators.OperatorIfc.OPERATOR_PRECEDENCE_MULTIPLICATIVE;
import static com.ezylang.evalex.operators.OperatorIfc.OPERATOR_PRECEDENCE_OR;

import com.ezylang.evalex.EvaluationException;
import com.ezylang.evalex.Expression;
import com.ezylang.evalex.config.MapBasedOperatorDictionary;
import com.ezylang.evalex.config.OperatorDictionaryIfc;
import com.ezylang.evalex.data.EvaluationValue;
import com.ezylang.evalex.parser.Token;
import java.math.BigDecimal;
import java.util.function.IntPredicate;

/**
 * The operators of the expressions: {@code + - * / %} for numbers, {@code +} for texts too, {@code
 * = == != <>} for values of one kind, {@code < <= > >=} for numbers, {@code && || !} for truth
 * values. There is no power: two short numbers would make a result without end.
 */
final class Operators {

  @FunctionalInterface
  private interface Arithmetic {
    BigDecimal of(BigDecimal left, BigDecimal right);
  }

  private Operators() {}

  static OperatorDictionaryIfc dictionary() {
    var operators = new MapBasedOperatorDictionary();
    operators.addOperator("+", Operator.infix(OPERATOR_PRECEDENCE_ADDITIVE, Operators::plus));
    operators.addOperator(
        "-", arithmetic(OPERATOR_PRECEDENCE_ADDITIVE, (l, r) -> l.subtract(r, Values.EXACT)));
    operators.addOperator(
        "*", arithmetic(OPERATOR_PRECEDENCE_MULTIPLICATIVE, (l, r) -> l.multiply(r, Values.EXACT)));
    operators.addOperator(
        "/", arithmetic(OPERATOR_PRECEDENCE_MULTIPLICATIVE, (l, r) -> l.divide(r, Values.EXACT)));
    operators.addOperator(
        "%",
        arithmetic(OPERATOR_PRECEDENCE_MULTIPLICATIVE, (l, r) -> l.remainder(r, Values.EXACT)));

    operators.addOperator("=", equality(true));
    operators.addOperator("==", equality(true));
    operators.addOperator("!=", equality(false));
    operators.addOperator("<>", equality(false));
    operators.addOperator("<", comparison(order -> order < 0));
    operators.addOperator("<=", comparison(order -> order <= 0));
    operators.addOperator(">", comparison(order -> order > 0));
    operators.addOperator(">=", comparison(order -> order >= 0));

    operators.addOperator(
        "&&",
        Operator.lazyInfix(
            OPERATOR_PRECEDENCE_AND,
            (in, at, operands) ->
                Values.of(truth(in, at, operands[0]) && truth(in, at, operands[1]))));
    operators.addOperator(
        "||",
        Operator.lazyInfix(
            OPERATOR_PRECEDENCE_OR,
            (in, at, operands) ->
                Values.of(truth(in, at, operands[0]) || truth(in, at, operands[1]))));
    operators.addOperator(
        "!", Operator.prefix((in, at, operands) -> Values.of(!Values.truth(at, operands[0]))));
    operators.addOperator(
        "-",
        Operator.prefix(
            (in, at, operands) -> Values.of(at, Values.number(at, operands[0]).negate())));
    operators.addOperator(
        "+", Operator.prefix((in, at, operands) -> Values.of(at, Values.number(at, operands[0]))));
    return operators;
  }

  private static EvaluationValue plus(Token at, EvaluationValue left, EvaluationValue right) {
    return left.isStringValue() || left.isNullValue() && right.isStringValue()
        ? Values.of(at, Values.text(at, left) + Values.text(at, right))
        : calculate(at, left, right, (l, r) -> l.add(r, Values.EXACT));
  }

  private static Operator arithmetic(int precedence, Arithmetic arithmetic) {
    return Operator.infix(precedence, (at, left, right) -> calculate(at, left, right, arithmetic));
  }

  private static EvaluationValue calculate(
      Token at, EvaluationValue left, EvaluationValue right, Arithmetic arithmetic) {
    try {
      return Values.of(at, arithmetic.of(Values.number(at, left), Values.number(at, right)));
    } catch (ArithmeticException e) {
      throw new EvaluationFailure(
          at,
          isZero(right) && "/%".contains(at.getValue())
              ? "division by zero"
              : "the exact result has more than "
                  + Values.EXACT.getPrecision()
                  + " digits; DIVIDE(x, y, decimals) rounds a quotient");
    }
  }

  private static boolean isZero(EvaluationValue value) {
    return value.getNumberValue().signum() == 0;
  }

  private static Operator comparison(IntPredicate holds) {
    return Operator.infix(
        OPERATOR_PRECEDENCE_COMPARISON,
        (at, left, right) ->
            Values.of(holds.test(Values.number(at, left).compareTo(Values.number(at, right)))));
  }

  private static Operator equality(boolean wanted) {
    return Operator.infix(
        OPERATOR_PRECEDENCE_EQUALITY,
        (at, left, right) -> Values.of(areEqual(at, left, right) == wanted));
  }

  private static boolean areEqual(Token at, EvaluationValue left, EvaluationValue right) {
    if (left.isNullValue() || right.isNullValue()) {
      return left.isNullValue() && right.isNullValue();
    }
    if (left.getDataType() != right.getDataType()) {
      throw new EvaluationFailure(
          at, "cannot compare " + Values.kind(left) + " with " + Values.kind(right));
    }
    return left.compareTo(right) == 0;
  }

  private static boolean truth(Expression in, Token at, EvaluationValue operand)
      throws EvaluationException {
    return Values.truth(at, in.evaluateSubtree(operand.getExpressionNode()));
  }
}
