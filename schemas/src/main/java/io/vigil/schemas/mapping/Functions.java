package io.vigil.schemas.mapping;

import com.ezylang.evalex.EvaluationException;
import com.ezylang.evalex.Expression;
import com.ezylang.evalex.config.FunctionDictionaryIfc;
import com.ezylang.evalex.config.MapBasedFunctionDictionary;
import com.ezylang.evalex.data.EvaluationValue;
import com.ezylang.evalex.parser.ASTNode;
import com.ezylang.evalex.parser.Token;
import io.vigil.schemas.Reason;
import io.vigil.schemas.fields.Field;
import io.vigil.schemas.fields.Rejection;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;

/**
 * All functions that an expression may call:
 *
 * <ul>
 *   <li>numbers: {@code DECIMAL(text)}, {@code NUMBER(text, decimal, grouping)}, {@code
 *       DECIMAL_BYTES(text, scale)}, {@code ABS}, {@code MIN}, {@code MAX}, {@code FLOOR}, {@code
 *       CEILING}, {@code ROUND(x, decimals)}, {@code DIVIDE(x, y, decimals)}, which round half to
 *       even;
 *   <li>texts: {@code TEXT(number)}, {@code REPLACE(text, part, by)}, {@code STR_CONTAINS(text,
 *       part)}, {@code STR_STARTS_WITH}, {@code STR_ENDS_WITH}, {@code STR_LEFT(text, length)},
 *       {@code STR_RIGHT}, {@code STR_SUBSTRING(text, from, to)}, {@code STR_LENGTH}, {@code
 *       STR_LOWER}, {@code STR_UPPER}, {@code STR_TRIM};
 *   <li>any: {@code IF(condition, then, else)}, {@code COALESCE(x, …)}, {@code COLUMN("name")},
 *       {@code KAFKA_HEADER("name")}, {@code PARTITION("name")}.
 * </ul>
 *
 * <p>None reaches the clock, chance, a file or a class, or takes more time than its arguments are
 * long: hence no patterns, powers, factorials, dates. They are Vigil's own because EvalEx's depend
 * on the locale of the machine, and take texts for numbers.
 */
final class Functions {

  static final String COLUMN = "COLUMN";
  static final String KAFKA_HEADER = "KAFKA_HEADER";
  static final String PARTITION = "PARTITION";

  /** The functions that take a name in quotes and nothing else, and what it is the name of. */
  static final Map<String, String> OF_NAMES =
      Map.of(COLUMN, "a column", KAFKA_HEADER, "a header", PARTITION, "a folder 'name=value'");

  private static final Map<String, Function> ALL = new TreeMap<>();

  static {
    ALL.put("DECIMAL", Function.lazy(1, Functions::decimal));
    ALL.put("NUMBER", Function.lazy(3, Functions::number));
    ALL.put("DECIMAL_BYTES", Function.of(2, Functions::decimalBytes));
    ALL.put("ABS", Function.of(1, (at, x) -> Values.of(at, Values.number(at, x[0]).abs())));
    ALL.put("MIN", Function.ofMany((at, x) -> extreme(at, x, -1)));
    ALL.put("MAX", Function.ofMany((at, x) -> extreme(at, x, 1)));
    ALL.put("FLOOR", Function.of(1, (at, x) -> rounded(at, x[0], 0, RoundingMode.FLOOR)));
    ALL.put("CEILING", Function.of(1, (at, x) -> rounded(at, x[0], 0, RoundingMode.CEILING)));
    ALL.put(
        "ROUND",
        Function.of(
            2,
            (at, x) -> rounded(at, x[0], Values.wholeNumber(at, x[1], 0), RoundingMode.HALF_EVEN)));
    ALL.put("DIVIDE", Function.of(3, Functions::divide));

    ALL.put(
        "TEXT", Function.of(1, (at, x) -> Values.of(at, Values.number(at, x[0]).toPlainString())));
    ALL.put("REPLACE", Function.of(3, Functions::replace));
    ALL.put(
        "STR_CONTAINS",
        Function.of(
            2, (at, x) -> Values.of(Values.text(at, x[0]).contains(Values.text(at, x[1])))));
    ALL.put(
        "STR_STARTS_WITH",
        Function.of(
            2, (at, x) -> Values.of(Values.text(at, x[0]).startsWith(Values.text(at, x[1])))));
    ALL.put(
        "STR_ENDS_WITH",
        Function.of(
            2, (at, x) -> Values.of(Values.text(at, x[0]).endsWith(Values.text(at, x[1])))));
    ALL.put(
        "STR_LEFT", Function.of(2, (at, x) -> cut(at, x[0], 0, Values.wholeNumber(at, x[1], 0))));
    ALL.put("STR_RIGHT", Function.of(2, Functions::right));
    ALL.put("STR_SUBSTRING", Function.ofMany(Functions::substring));
    ALL.put(
        "STR_LENGTH",
        Function.of(
            1, (at, x) -> Values.of(at, BigDecimal.valueOf(Values.text(at, x[0]).length()))));
    ALL.put(
        "STR_LOWER",
        Function.of(1, (at, x) -> Values.of(at, Values.text(at, x[0]).toLowerCase(Locale.ROOT))));
    ALL.put(
        "STR_UPPER",
        Function.of(1, (at, x) -> Values.of(at, Values.text(at, x[0]).toUpperCase(Locale.ROOT))));
    ALL.put("STR_TRIM", Function.of(1, (at, x) -> Values.of(at, Values.text(at, x[0]).strip())));

    ALL.put("IF", Function.lazy(3, Functions::choose));
    ALL.put("COALESCE", Function.lazyOfMany(Functions::coalesce));
    ALL.put(COLUMN, ofName(ColumnVariables::column));
    ALL.put(KAFKA_HEADER, ofName(ColumnVariables::kafkaHeader));
    ALL.put(PARTITION, ofName(ColumnVariables::partition));
  }

  private Functions() {}

  private static Function ofName(BiFunction<ColumnVariables, String, EvaluationValue> meaning) {
    return Function.lazy(
        1,
        (in, at, x) ->
            meaning.apply(
                (ColumnVariables) in.getDataAccessor(),
                x[0].getExpressionNode().getToken().getValue()));
  }

  static FunctionDictionaryIfc dictionary() {
    var functions = new MapBasedFunctionDictionary();
    ALL.forEach(functions::addFunction);
    return functions;
  }

  static Set<String> names() {
    return ALL.keySet();
  }

  private static EvaluationValue decimal(Expression in, Token at, EvaluationValue... arguments)
      throws EvaluationException {
    var node = arguments[0].getExpressionNode();
    var value = in.evaluateSubtree(node);
    if (value.isNumberValue()) {
      return value;
    }
    if (value.isNullValue()) {
      throw new EvaluationFailure(Reason.NOT_A_NUMBER, origin(node) + "is empty");
    }
    var text = Values.text(at, value);
    try {
      return Values.of(at, ((ColumnVariables) in.getDataAccessor()).number(text));
    } catch (Rejection e) {
      throw new EvaluationFailure(e.reason(), origin(node) + problemOf(e));
    }
  }

  /** A number in a text that is written in another way than those of the mapping. */
  private static EvaluationValue number(Expression in, Token at, EvaluationValue... arguments)
      throws EvaluationException {
    var node = arguments[0].getExpressionNode();
    var value = in.evaluateSubtree(node);
    if (value.isNullValue()) {
      throw new EvaluationFailure(Reason.NOT_A_NUMBER, origin(node) + "is empty");
    }
    var text = Values.text(at, value);
    var decimal = separator(in, at, arguments[1]);
    var grouping = separator(in, at, arguments[2]);
    if (decimal == NumberFormat.NO_GROUPING || decimal == grouping) {
      throw new EvaluationFailure(at, "needs a decimal separator, and another one between groups");
    }
    try {
      return Values.of(at, new NumberFormat(decimal, grouping, Set.of()).parse(Field.AMOUNT, text));
    } catch (Rejection e) {
      throw new EvaluationFailure(e.reason(), origin(node) + problemOf(e));
    }
  }

  /** A decimal as Kafka Connect writes it in JSON: its unscaled value in Base64. */
  private static EvaluationValue decimalBytes(Token at, EvaluationValue... x) {
    int scale = Values.wholeNumber(at, x[1], 0);
    try {
      var unscaled = Base64.getDecoder().decode(Values.text(at, x[0]));
      return Values.of(at, new BigDecimal(new BigInteger(unscaled), scale));
    } catch (IllegalArgumentException e) {
      throw new EvaluationFailure(
          Reason.NOT_A_NUMBER, Rejection.quote(x[0].getStringValue()) + " is no number in Base64");
    }
  }

  private static char separator(Expression in, Token at, EvaluationValue argument)
      throws EvaluationException {
    var text = Values.text(at, in.evaluateSubtree(argument.getExpressionNode()));
    if (text.length() > 1) {
      throw new EvaluationFailure(at, "a separator is one character, or none: \"\"");
    }
    return text.isEmpty() ? NumberFormat.NO_GROUPING : text.charAt(0);
  }

  /** What is wrong, without the field, which an expression does not know. */
  private static String problemOf(Rejection e) {
    var message = String.valueOf(e.getMessage());
    return message.substring(message.indexOf(": ") + 2);
  }

  private static EvaluationValue replace(Token at, EvaluationValue... x) {
    var text = Values.text(at, x[0]);
    var part = Values.text(at, x[1]);
    var by = Values.text(at, x[2]);
    if (part.isEmpty()) {
      throw new EvaluationFailure(at, "nothing to replace: the second text is empty");
    }
    if ((long) (text.length() / part.length()) * by.length() > 2L * Values.LONGEST_TEXT) {
      throw new EvaluationFailure(at, "a text that would be too long");
    }
    return Values.of(at, text.replace(part, by));
  }

  /** Names the column from which a wrong value came, if it came straight from one. */
  private static String origin(ASTNode node) {
    var column = Formula.columnOf(node);
    return column == null ? "" : "column '" + column + "': ";
  }

  private static EvaluationValue divide(Token at, EvaluationValue... x) {
    var dividend = Values.number(at, x[0]);
    var divisor = Values.number(at, x[1]);
    if (divisor.signum() == 0) {
      throw new EvaluationFailure(at, "division by zero");
    }
    int decimals = Values.wholeNumber(at, x[2], 0);
    return Values.of(at, dividend.divide(divisor, decimals, RoundingMode.HALF_EVEN));
  }

  private static EvaluationValue rounded(
      Token at, EvaluationValue value, int decimals, RoundingMode mode) {
    return Values.of(at, Values.number(at, value).setScale(decimals, mode));
  }

  private static EvaluationValue extreme(Token at, EvaluationValue[] values, int sign) {
    var best = Values.number(at, values[0]);
    for (var value : values) {
      var number = Values.number(at, value);
      if (number.compareTo(best) * sign > 0) {
        best = number;
      }
    }
    return Values.of(at, best);
  }

  private static EvaluationValue right(Token at, EvaluationValue... x) {
    int length = Values.text(at, x[0]).length();
    return cut(at, x[0], Math.max(0, length - Values.wholeNumber(at, x[1], 0)), length);
  }

  private static EvaluationValue substring(Token at, EvaluationValue... x) {
    if (x.length != 2 && x.length != 3) {
      throw new EvaluationFailure(at, "needs a text, from where and, if not all, up to where");
    }
    int to = x.length == 3 ? Values.wholeNumber(at, x[2], 0) : Integer.MAX_VALUE;
    return cut(at, x[0], Values.wholeNumber(at, x[1], 0), to);
  }

  /** The characters from one place up to another, as far as the text has them. */
  private static EvaluationValue cut(Token at, EvaluationValue value, int from, int to) {
    var text = Values.text(at, value);
    int end = Math.min(to, text.length());
    return Values.of(at, from >= end ? "" : text.substring(from, end));
  }

  private static EvaluationValue choose(Expression in, Token at, EvaluationValue... arguments)
      throws EvaluationException {
    boolean condition = Values.truth(at, in.evaluateSubtree(arguments[0].getExpressionNode()));
    return in.evaluateSubtree(arguments[condition ? 1 : 2].getExpressionNode());
  }

  private static EvaluationValue coalesce(Expression in, Token at, EvaluationValue... arguments)
      throws EvaluationException {
    for (var argument : arguments) {
      var value = in.evaluateSubtree(argument.getExpressionNode());
      if (!value.isNullValue()) {
        return value;
      }
    }
    return EvaluationValue.NULL_VALUE;
  }
}
