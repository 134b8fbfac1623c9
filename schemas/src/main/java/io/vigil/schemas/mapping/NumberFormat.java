package io.vigil.schemas.mapping;

import io.vigil.schemas.Reason;
import io.vigil.schemas.fields.Decimals;
import io.vigil.schemas.fields.Field;
import io.vigil.schemas.fields.MinorUnits;
import io.vigil.schemas.fields.Rejection;
import java.math.BigDecimal;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How numbers are written in somebody's data. Taken strictly: a separator of groups stands between
 * groups of three digits of the whole part and nowhere else, so that {@code 1.00} with points
 * between groups is an error, and not a hundred.
 *
 * @param decimal stands before the fraction
 * @param grouping stands between groups of three digits; {@link #NO_GROUPING} if nothing does
 * @param extras what else may be there
 */
record NumberFormat(char decimal, char grouping, Set<Extra> extras) {

  static final char NO_GROUPING = 0;

  /**
   * A point before the fraction, and an exponent if need be: as programs write numbers, if nobody
   * says how.
   */
  static final NumberFormat PLAIN = new NumberFormat('.', NO_GROUPING, Set.of());

  /** What people and banks write around a number. */
  enum Extra {
    /** A currency's sign or code before or behind the number. */
    CURRENCY_SIGN,
    /** Brackets, which mean minus. */
    BRACKETS,
    /** A minus behind the number. */
    TRAILING_MINUS
  }

  /** With a point before the fraction: a number with a fraction of three digits, or a thousand. */
  private static final Pattern AMBIGUOUS = Pattern.compile("[-+]?[1-9][0-9]{0,2}\\.[0-9]{3}");

  private static final String BLANKS = " \u00a0\u2009\u202f";
  private static final String APOSTROPHES = "'\u2019";
  private static final int GROUP = 3;
  private static final int CODE = 3;

  NumberFormat {
    extras = Set.copyOf(extras);
  }

  /** Whether a person who saw this one text would not know which number it is. */
  boolean isAmbiguous(String text) {
    int point = text.length() - 1 - GROUP;
    return this == PLAIN
        && point > 0
        && text.charAt(point) == '.'
        && AMBIGUOUS.matcher(text).matches();
  }

  /** The exact value of the text. */
  BigDecimal parse(Field field, String text) throws Rejection {
    if (this == PLAIN) {
      return plain(field, text);
    }
    var rest = new Rest(text.replace('\u2212', '-'));
    boolean isNegative = rest.takeBrackets(extras);
    isNegative ^= rest.takeSign(extras);
    var number = plainForm(rest.text);
    if (number == null || rest.signs > 1) {
      throw Rejection.of(
          field, Reason.NOT_A_NUMBER, Rejection.quote(text) + " is no number with " + inWords());
    }
    return Decimals.parse(field, isNegative ? "-" + number : number);
  }

  private static BigDecimal plain(Field field, String text) throws Rejection {
    try {
      return Decimals.parse(field, text);
    } catch (Rejection e) {
      throw text.indexOf(',') < 0 || e.reason() != Reason.NOT_A_NUMBER
          ? e
          : Rejection.of(
              field,
              e.reason(),
              Rejection.quote(text) + " is no number; the mapping's 'number' says what a comma is");
    }
  }

  private String inWords() {
    return "'"
        + decimal
        + "' before its decimals"
        + (grouping == NO_GROUPING ? "" : " and '" + grouping + "' between groups of three");
  }

  /** Digits with a point, or none, among them; null if it is no number of this form. */
  private @Nullable String plainForm(String text) {
    int point = text.indexOf(decimal);
    var whole = point < 0 ? text : text.substring(0, point);
    var fraction = point < 0 ? "" : text.substring(point + 1);
    var digits = withoutGroups(whole);
    if (digits == null || !areDigits(fraction) || digits.isEmpty() && fraction.isEmpty()) {
      return null;
    }
    return fraction.isEmpty() ? digits : digits + "." + fraction;
  }

  private @Nullable String withoutGroups(String whole) {
    var digits = new StringBuilder();
    int inGroup = 0;
    boolean isGrouped = false;
    for (int i = 0; i < whole.length(); i++) {
      char c = whole.charAt(i);
      if (isDigit(c)) {
        digits.append(c);
        inGroup++;
      } else if (isGrouping(c)
          && (isGrouped ? inGroup == GROUP : inGroup > 0 && inGroup <= GROUP)) {
        isGrouped = true;
        inGroup = 0;
      } else {
        return null;
      }
    }
    return isGrouped && inGroup != GROUP ? null : digits.toString();
  }

  private boolean isGrouping(char c) {
    return grouping != NO_GROUPING
        && (c == grouping
            || BLANKS.indexOf(grouping) >= 0 && BLANKS.indexOf(c) >= 0
            || APOSTROPHES.indexOf(grouping) >= 0 && APOSTROPHES.indexOf(c) >= 0);
  }

  private static boolean areDigits(String text) {
    return text.chars().allMatch(it -> isDigit((char) it));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** What is left of a text when signs have been taken off. */
  private static final class Rest {
    private String text;
    private int signs;

    Rest(String text) {
      this.text = trimmed(text);
    }

    boolean takeBrackets(Set<Extra> extras) {
      boolean are = extras.contains(Extra.BRACKETS) && text.startsWith("(") && text.endsWith(")");
      if (are) {
        signs++;
        text = trimmed(text.substring(1, text.length() - 1));
      }
      return are;
    }

    /** Takes off a sign, before or behind a currency's. */
    boolean takeSign(Set<Extra> extras) {
      boolean isNegative = takeSignBefore();
      if (extras.contains(Extra.CURRENCY_SIGN)) {
        takeCurrency();
        isNegative |= takeSignBefore();
      }
      if (extras.contains(Extra.TRAILING_MINUS) && text.endsWith("-")) {
        signs++;
        isNegative = true;
        text = trimmed(text.substring(0, text.length() - 1));
        if (extras.contains(Extra.CURRENCY_SIGN)) {
          takeCurrency();
        }
      }
      return isNegative;
    }

    private boolean takeSignBefore() {
      boolean isNegative = text.startsWith("-");
      if (isNegative || text.startsWith("+")) {
        signs++;
        text = trimmed(text.substring(1));
      }
      return isNegative;
    }

    private void takeCurrency() {
      if (text.isEmpty()) {
        return;
      }
      int last = text.length() - 1;
      if (isCurrencySign(text.charAt(0))) {
        text = trimmed(text.substring(1));
      } else if (isCurrencySign(text.charAt(last))) {
        text = trimmed(text.substring(0, last));
      } else if (text.length() > CODE && isCode(text.substring(0, CODE))) {
        text = trimmed(text.substring(CODE));
      } else if (text.length() > CODE && isCode(text.substring(text.length() - CODE))) {
        text = trimmed(text.substring(0, text.length() - CODE));
      }
    }

    private static boolean isCurrencySign(char c) {
      return Character.getType(c) == Character.CURRENCY_SYMBOL;
    }

    private static boolean isCode(String text) {
      return MinorUnits.currencyCode(text) != null;
    }

    private static String trimmed(String text) {
      int from = 0;
      int to = text.length();
      while (from < to && isBlank(text.charAt(from))) {
        from++;
      }
      while (from < to && isBlank(text.charAt(to - 1))) {
        to--;
      }
      return text.substring(from, to);
    }

    private static boolean isBlank(char c) {
      return c == '\t' || BLANKS.indexOf(c) >= 0;
    }
  }
}
