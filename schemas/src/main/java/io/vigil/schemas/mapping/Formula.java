package io.vigil.schemas.mapping;

import com.ezylang.evalex.Expression;
import com.ezylang.evalex.config.ExpressionConfiguration;
import com.ezylang.evalex.config.FunctionDictionaryIfc;
import com.ezylang.evalex.config.OperatorDictionaryIfc;
import com.ezylang.evalex.data.EvaluationValue;
import com.ezylang.evalex.parser.ASTNode;
import com.ezylang.evalex.parser.ParseException;
import com.ezylang.evalex.parser.Token;
import com.ezylang.evalex.parser.Token.TokenType;
import com.ezylang.evalex.parser.Tokenizer;
import io.vigil.schemas.yaml.NearestName;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An expression of a mapping that has been checked. Whatever somebody writes, it can only calculate
 * with the columns of a record: {@link Functions} and {@link Operators} are all that there is, and
 * length and depth are bounded.
 */
final class Formula {

  static final int LONGEST = 2_000;
  static final int DEEPEST = 50;

  private static final OperatorDictionaryIfc OPERATORS = Operators.dictionary();
  private static final FunctionDictionaryIfc FUNCTIONS = Functions.dictionary();
  private static final Map<String, EvaluationValue> CONSTANTS =
      Map.of(
          "TRUE", EvaluationValue.TRUE,
          "FALSE", EvaluationValue.FALSE,
          "NULL", EvaluationValue.NULL_VALUE);

  private static final Set<TokenType> ENDS =
      EnumSet.of(
          TokenType.NUMBER_LITERAL,
          TokenType.STRING_LITERAL,
          TokenType.VARIABLE_OR_CONSTANT,
          TokenType.BRACE_CLOSE);
  private static final Set<TokenType> BEGINNINGS =
      EnumSet.of(
          TokenType.NUMBER_LITERAL,
          TokenType.STRING_LITERAL,
          TokenType.VARIABLE_OR_CONSTANT,
          TokenType.FUNCTION,
          TokenType.BRACE_OPEN);

  private final String text;
  private final Set<String> columns;
  private final boolean readsTopicMetadata;

  private Formula(String text, Set<String> columns, boolean readsTopicMetadata) {
    this.text = text;
    this.columns = Collections.unmodifiableSet(columns);
    this.readsTopicMetadata = readsTopicMetadata;
  }

  /** Checks an expression; null if it is wrong, after the problems have been reported. */
  static @Nullable Formula parse(String text, Consumer<String> problems) {
    if (text.length() > LONGEST) {
      problems.accept("the expression has more than " + LONGEST + " characters");
      return null;
    }
    ASTNode root;
    try {
      var expression =
          expression(text, new ColumnVariables(new Row(List.of()), NumberFormat.PLAIN));
      checkSequence(new Tokenizer(text, expression.getConfiguration()).parse());
      root = expression.getAbstractSyntaxTree();
    } catch (ParseException e) {
      problems.accept("bad expression: " + explain(e));
      return null;
    } catch (RuntimeException e) {
      // EvalEx has no one exception for what its parser did not expect.
      problems.accept("bad expression: it cannot be understood");
      return null;
    }
    var columns = new LinkedHashSet<String>();
    return check(root, columns, problems)
        ? new Formula(text, columns, readsTopicMetadata(root))
        : null;
  }

  /** Whether it reads the key, the time or a header of a record of a topic. */
  boolean readsTopicMetadata() {
    return readsTopicMetadata;
  }

  private static boolean readsTopicMetadata(ASTNode node) {
    var token = node.getToken();
    return token.getType() == TokenType.FUNCTION
            && token.getValue().equalsIgnoreCase(Functions.KAFKA_HEADER)
        || token.getType() == TokenType.VARIABLE_OR_CONSTANT
            && ColumnVariables.OF_TOPIC.contains(token.getValue())
        || node.getParameters().stream().anyMatch(Formula::readsTopicMetadata);
  }

  /** The columns that the expression reads. */
  Set<String> columns() {
    return columns;
  }

  /** The expression over the columns of a row, for one thread. */
  Expression over(Row row, NumberFormat numbers) {
    return expression(text, new ColumnVariables(row, numbers));
  }

  /** The column that a node of the expression stands for; null if it is something else. */
  static @Nullable String columnOf(ASTNode node) {
    var token = node.getToken();
    if (token.getType() == TokenType.FUNCTION && isColumnFunction(token.getValue())) {
      return node.getParameters().get(0).getToken().getValue();
    }
    boolean isColumn =
        token.getType() == TokenType.VARIABLE_OR_CONSTANT
            && !ColumnVariables.OF_RECORD.contains(token.getValue())
            && !CONSTANTS.containsKey(token.getValue().toUpperCase(Locale.ROOT));
    return isColumn ? token.getValue() : null;
  }

  /** EvalEx itself takes {@code f(a b)} for {@code f(a, b)}, and sees no comma too many. */
  private static void checkSequence(List<Token> tokens) throws ParseException {
    for (int i = 1; i < tokens.size(); i++) {
      var before = tokens.get(i - 1).getType();
      var token = tokens.get(i);
      boolean isComma = token.getType() == TokenType.COMMA;
      if (ENDS.contains(before) && BEGINNINGS.contains(token.getType())) {
        throw new ParseException(token, "Missing operator or comma");
      }
      boolean isLast = i == tokens.size() - 1;
      if (isComma && (isLast || !ENDS.contains(before))
          || before == TokenType.COMMA && token.getType() == TokenType.BRACE_CLOSE) {
        throw new ParseException(token, "A comma too many");
      }
    }
  }

  private static Expression expression(String text, ColumnVariables variables) {
    return new Expression(
        text,
        ExpressionConfiguration.builder()
            .operatorDictionary(OPERATORS)
            .functionDictionary(FUNCTIONS)
            .defaultConstants(CONSTANTS)
            .dataAccessorSupplier(() -> variables)
            .mathContext(Values.EXACT)
            .arraysAllowed(false)
            .structuresAllowed(false)
            .implicitMultiplicationAllowed(false)
            .allowOverwriteConstants(false)
            .stripTrailingZeros(false)
            .zoneId(ZoneOffset.UTC)
            .locale(Locale.ROOT)
            .build());
  }

  private record Nested(ASTNode node, int depth) {}

  private static boolean check(ASTNode root, Set<String> columns, Consumer<String> problems) {
    var open = new ArrayDeque<Nested>();
    open.add(new Nested(root, 1));
    while (!open.isEmpty()) {
      var next = open.remove();
      var problem = next.depth() > DEEPEST ? tooDeep() : problemOf(next.node());
      if (problem != null) {
        problems.accept("bad expression: " + problem);
        return false;
      }
      var column = columnOf(next.node());
      if (column != null) {
        columns.add(column);
      } else {
        next.node().getParameters().forEach(it -> open.add(new Nested(it, next.depth() + 1)));
      }
    }
    return true;
  }

  private static String tooDeep() {
    return "more than " + DEEPEST + " functions and operators within each other";
  }

  private static @Nullable String problemOf(ASTNode node) {
    var token = node.getToken();
    if (token.getType() == TokenType.NUMBER_LITERAL) {
      return isGoodNumber(token.getValue()) ? null : "'" + token.getValue() + "' is no number";
    }
    var name = token.getValue().toUpperCase(Locale.ROOT);
    if (token.getType() == TokenType.FUNCTION && Functions.OF_NAMES.containsKey(name)) {
      return node.getParameters().get(0).getToken().getType() == TokenType.STRING_LITERAL
          ? null
          : name + " needs the name of " + Functions.OF_NAMES.get(name) + " in double quotes";
    }
    return null;
  }

  private static boolean isColumnFunction(String name) {
    return name.equalsIgnoreCase(Functions.COLUMN);
  }

  private static boolean isGoodNumber(String literal) {
    try {
      var number = EvaluationValue.numberOfString(literal, Values.EXACT).getNumberValue();
      return Math.abs((long) number.scale()) <= Values.MOST_DECIMALS;
    } catch (ArithmeticException | NumberFormatException e) {
      return false;
    }
  }

  private static String explain(ParseException e) {
    var name = e.getTokenString();
    if (e.getMessage().startsWith("Undefined function")) {
      return "unknown function '"
          + name
          + "'"
          + NearestName.hintOrAll(name.toUpperCase(Locale.ROOT), Functions.names());
    }
    var place = e.getStartPosition() > 1 ? " at character " + e.getStartPosition() : "";
    if (".".equals(name)) {
      return "a dot" + place + "; write COLUMN(\"a.b\") for a column with a dot in its name";
    }
    return e.getMessage() + place;
  }
}
