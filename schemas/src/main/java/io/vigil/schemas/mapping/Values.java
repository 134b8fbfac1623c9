package io.vigil.schemas.mapping;

import com.ezylang.evalex.data.EvaluationValue;
import com.ezylang.evalex.parser.Token;
import io.vigil.schemas.fields.TransactionBuilder;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * The values of expressions: texts, numbers, truth values and NULL. None is ever taken for another;
 * in EvalEx itself the text "12" is less than the number 2, and false.
 */
final class Values {

  /** Exact or not at all: a result of more digits is an error, not rounded. */
  static final MathContext EXACT = new MathContext(100, RoundingMode.UNNECESSARY);

  /** More than any amount needs; beyond it, writing a number out or adding to it costs too much. */
  static final int MOST_DECIMALS = 1_000;

  /** What one function may have to go through; no field takes more than its fortieth part. */
  static final int LONGEST_TEXT = 40 * TransactionBuilder.LONGEST_TEXT;

  private Values() {}

  static BigDecimal number(Token at, EvaluationValue value) {
    if (!value.isNumberValue()) {
      throw new EvaluationFailure(
          at,
          "needs a number, not "
              + kind(value)
              + hint(value.isStringValue(), "DECIMAL(…) makes one", value));
    }
    return value.getNumberValue();
  }

  static String text(Token at, EvaluationValue value) {
    if (!value.isStringValue()) {
      throw new EvaluationFailure(
          at,
          "needs a text, not "
              + kind(value)
              + hint(value.isNumberValue(), "TEXT(…) makes one", value));
    }
    return value.getStringValue();
  }

  private static String hint(boolean canBeMade, String how, EvaluationValue value) {
    if (value.isNullValue()) {
      return "; COALESCE(…, …) says what stands for it";
    }
    return canBeMade ? "; " + how : "";
  }

  static boolean truth(Token at, EvaluationValue value) {
    if (!value.isBooleanValue()) {
      throw new EvaluationFailure(at, "needs true or false, not " + kind(value));
    }
    return value.getBooleanValue();
  }

  static int wholeNumber(Token at, EvaluationValue value, int least) {
    var number = number(at, value);
    try {
      int whole = number.intValueExact();
      if (whole >= least && whole <= MOST_DECIMALS) {
        return whole;
      }
    } catch (ArithmeticException e) {
      // Said below.
    }
    throw new EvaluationFailure(at, "needs a whole number from " + least + " to " + MOST_DECIMALS);
  }

  static EvaluationValue of(Token at, BigDecimal number) {
    if (Math.abs((long) number.scale()) > MOST_DECIMALS) {
      throw new EvaluationFailure(at, "a number too large or too small to work with");
    }
    return EvaluationValue.numberValue(number);
  }

  static EvaluationValue of(Token at, String text) {
    if (text.length() > LONGEST_TEXT) {
      throw new EvaluationFailure(
          at, "a text of " + text.length() + " characters; the limit is " + LONGEST_TEXT);
    }
    return EvaluationValue.stringValue(text);
  }

  static EvaluationValue of(boolean truth) {
    return EvaluationValue.booleanValue(truth);
  }

  static String kind(EvaluationValue value) {
    return switch (value.getDataType()) {
      case STRING -> "a text";
      case NUMBER -> "a number";
      case BOOLEAN -> "true or false";
      default -> "NULL";
    };
  }
}
