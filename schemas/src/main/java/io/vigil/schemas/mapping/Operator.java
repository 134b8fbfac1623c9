package io.vigil.schemas.mapping;

import com.ezylang.evalex.EvaluationException;
import com.ezylang.evalex.Expression;
import com.ezylang.evalex.config.ExpressionConfiguration;
import com.ezylang.evalex.data.EvaluationValue;
import com.ezylang.evalex.operators.OperatorIfc;
import com.ezylang.evalex.parser.Token;

/** One operator of the expressions. */
final class Operator implements OperatorIfc {

  /** What an operator makes of its operands. */
  @FunctionalInterface
  interface Meaning {
    EvaluationValue of(Token at, EvaluationValue left, EvaluationValue right)
        throws EvaluationException;
  }

  /** What an operator makes of operands that it evaluates itself, if it needs them. */
  @FunctionalInterface
  interface LazyMeaning {
    EvaluationValue of(Expression in, Token at, EvaluationValue... operands)
        throws EvaluationException;
  }

  private final OperatorType type;
  private final int precedence;
  private final boolean lazy;
  private final LazyMeaning meaning;

  private Operator(OperatorType type, int precedence, boolean lazy, LazyMeaning meaning) {
    this.type = type;
    this.precedence = precedence;
    this.lazy = lazy;
    this.meaning = meaning;
  }

  static Operator infix(int precedence, Meaning meaning) {
    return new Operator(
        OperatorType.INFIX_OPERATOR,
        precedence,
        false,
        (in, at, operands) -> meaning.of(at, operands[0], operands[1]));
  }

  static Operator lazyInfix(int precedence, LazyMeaning meaning) {
    return new Operator(OperatorType.INFIX_OPERATOR, precedence, true, meaning);
  }

  static Operator prefix(LazyMeaning meaning) {
    return new Operator(OperatorType.PREFIX_OPERATOR, OPERATOR_PRECEDENCE_UNARY, false, meaning);
  }

  @Override
  public EvaluationValue evaluate(Expression in, Token at, EvaluationValue... operands)
      throws EvaluationException {
    return meaning.of(in, at, operands);
  }

  @Override
  public int getPrecedence() {
    return precedence;
  }

  @Override
  public int getPrecedence(ExpressionConfiguration configuration) {
    return precedence;
  }

  @Override
  public boolean isLeftAssociative() {
    return type == OperatorType.INFIX_OPERATOR;
  }

  @Override
  public boolean isPrefix() {
    return type == OperatorType.PREFIX_OPERATOR;
  }

  @Override
  public boolean isPostfix() {
    return false;
  }

  @Override
  public boolean isInfix() {
    return type == OperatorType.INFIX_OPERATOR;
  }

  @Override
  public boolean isOperandLazy() {
    return lazy;
  }
}
