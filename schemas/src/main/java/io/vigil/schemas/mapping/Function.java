package io.vigil.schemas.mapping;

import com.ezylang.evalex.EvaluationException;
import com.ezylang.evalex.Expression;
import com.ezylang.evalex.data.EvaluationValue;
import com.ezylang.evalex.functions.FunctionIfc;
import com.ezylang.evalex.functions.FunctionParameterDefinition;
import com.ezylang.evalex.parser.Token;
import java.util.ArrayList;
import java.util.List;

/** One function of the expressions. */
final class Function implements FunctionIfc {

  /** What a function makes of its arguments. */
  @FunctionalInterface
  interface Meaning {
    EvaluationValue of(Token at, EvaluationValue... arguments) throws EvaluationException;
  }

  /** What a function makes of arguments that it evaluates itself, if it needs them. */
  @FunctionalInterface
  interface LazyMeaning {
    EvaluationValue of(Expression in, Token at, EvaluationValue... arguments)
        throws EvaluationException;
  }

  private final List<FunctionParameterDefinition> parameters;
  private final boolean variable;
  private final LazyMeaning meaning;

  private Function(int parameters, boolean variable, boolean lazy, LazyMeaning meaning) {
    var definitions = new ArrayList<FunctionParameterDefinition>();
    for (int i = 1; i <= parameters; i++) {
      definitions.add(
          FunctionParameterDefinition.builder()
              .name("parameter" + i)
              .isLazy(lazy)
              .isVarArg(variable && i == parameters)
              .build());
    }
    this.parameters = List.copyOf(definitions);
    this.variable = variable;
    this.meaning = meaning;
  }

  static Function of(int parameters, Meaning meaning) {
    return new Function(parameters, false, false, (in, at, values) -> meaning.of(at, values));
  }

  static Function lazy(int parameters, LazyMeaning meaning) {
    return new Function(parameters, false, true, meaning);
  }

  /** A function of one argument or more. */
  static Function ofMany(Meaning meaning) {
    return new Function(2, true, false, (in, at, values) -> meaning.of(at, values));
  }

  /** A lazy function of one argument or more. */
  static Function lazyOfMany(LazyMeaning meaning) {
    return new Function(2, true, true, meaning);
  }

  @Override
  public EvaluationValue evaluate(Expression in, Token at, EvaluationValue... arguments)
      throws EvaluationException {
    return meaning.of(in, at, arguments);
  }

  @Override
  public List<FunctionParameterDefinition> getFunctionParameterDefinitions() {
    return parameters;
  }

  @Override
  public void validatePreEvaluation(Token at, EvaluationValue... arguments) {
    // The functions check their arguments themselves.
  }

  @Override
  public boolean hasVarArgs() {
    return variable;
  }
}
