package io.vigil.schemas.fields;

import io.vigil.schemas.Reason;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Decimal numbers written as text: an optional sign, digits, an optional fraction and exponent. */
public final class Decimals {

  /** More characters than any amount needs; a longer number is refused before it costs time. */
  private static final int LONGEST = 1_000;

  /** As many digits fit into a long, whatever they are. */
  private static final int SAFE_DIGITS = 18;

  private static final double[] POWERS_OF_TEN = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18
  };

  private Decimals() {}

  /** The exact value of the text. */
  public static BigDecimal parse(Field field, String text) throws Rejection {
    var number = checkForm(field, text);
    try {
      return new BigDecimal(number);
    } catch (NumberFormatException e) {
      // The form is right, so it can only be the exponent, which is beyond 32 bits.
      boolean isTiny = number.contains("e-") || number.contains("E-");
      throw Rejection.of(
          field,
          field != Field.AMOUNT
              ? Reason.NOT_A_NUMBER
              : isTiny ? Reason.TOO_MANY_DECIMALS : Reason.AMOUNT_OUT_OF_RANGE,
          Rejection.quote(number) + " has an exponent beyond all use");
    }
  }

  static void readAmount(char[] chars, int offset, int length, TransactionBuilder into)
      throws Rejection {
    var plain = Plain.of(chars, offset, length);
    if (plain == null) {
      into.amount(parse(Field.AMOUNT, new String(chars, offset, length)));
    } else {
      into.amount(plain.unscaled, plain.scale);
    }
  }

  /** The nearest double; infinite if the number is too large for one. */
  static double parseDouble(Field field, char[] chars, int offset, int length) throws Rejection {
    var plain = Plain.of(chars, offset, length);
    // Both are doubles without loss then, so that dividing them rounds once. A long has no -0.
    if (plain != null && plain.unscaled != 0 && Math.abs(plain.unscaled) < 1L << 53) {
      return plain.unscaled / POWERS_OF_TEN[plain.scale];
    }
    return Double.parseDouble(checkForm(field, new String(chars, offset, length)));
  }

  /** {@code unscaled / 10^scale}: what most numbers are, and cheap. */
  private record Plain(long unscaled, int scale) {

    /** The number, if it is a sign or none, up to 18 digits and a point or none. */
    static @Nullable Plain of(char[] chars, int offset, int length) {
      int end = offset + length;
      int at = offset;
      boolean isNegative = at < end && chars[at] == '-';
      if (isNegative) {
        at++;
      }
      int firstDigit = at;
      int point = -1;
      long unscaled = 0;
      for (; at < end; at++) {
        char c = chars[at];
        if (isDigit(c)) {
          unscaled = unscaled * 10 + (c - '0');
        } else if (c == '.' && point < 0) {
          point = at;
        } else {
          return null;
        }
      }
      int digits = at - firstDigit - (point < 0 ? 0 : 1);
      return digits == 0 || digits > SAFE_DIGITS
          ? null
          : new Plain(isNegative ? -unscaled : unscaled, point < 0 ? 0 : at - point - 1);
    }
  }

  /**
   * The text without white space around it, if it is a number. The JDK would also take digits of
   * other scripts, {@code NaN}, hexadecimals and type suffixes for parts of numbers.
   */
  private static String checkForm(Field field, String text) throws Rejection {
    var number = text.strip();
    if (number.length() > LONGEST) {
      throw Rejection.of(field, Reason.NOT_A_NUMBER, "has " + text.length() + " characters");
    }
    int at = skipSign(number, 0);
    int wholeEnd = skipDigits(number, at);
    int digits = wholeEnd - at;
    at = wholeEnd;
    if (at < number.length() && number.charAt(at) == '.') {
      int fractionEnd = skipDigits(number, at + 1);
      digits += fractionEnd - at - 1;
      at = fractionEnd;
    }
    boolean isNumber = digits > 0;
    if (isNumber && at < number.length() && (number.charAt(at) | 0x20) == 'e') {
      int exponent = skipSign(number, at + 1);
      at = skipDigits(number, exponent);
      isNumber = at > exponent;
    }
    if (!isNumber || at < number.length()) {
      throw Rejection.of(field, Reason.NOT_A_NUMBER, Rejection.quote(text) + " is no number");
    }
    return number;
  }

  private static int skipSign(String text, int at) {
    return at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+') ? at + 1 : at;
  }

  private static int skipDigits(String text, int from) {
    int at = from;
    while (at < text.length() && isDigit(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
