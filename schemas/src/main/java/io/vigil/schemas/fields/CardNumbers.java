package io.vigil.schemas.fields;

/**
 * Takes what may be the number of a card out of texts for people: in a record that was not
 * understood, it may stand anywhere.
 */
public final class CardNumbers {

  /** Stands for a digit. It is none, so that nobody takes the masked number for another one. */
  public static final char DIGIT = '#';

  /** Numbers of cards have 13 to 19 digits; with something behind them, more. */
  private static final int FEWEST_DIGITS = 13;

  private static final int MOST_SEPARATORS = 3;

  private CardNumbers() {}

  /**
   * The text with {@link #DIGIT} for each digit of every run of 13 or more. Between two digits of a
   * run may stand some blanks or dashes, as cards are printed. Takes time in proportion to the
   * text.
   */
  public static String masked(String text) {
    char[] masked = null;
    int at = 0;
    while (at < text.length()) {
      if (!Character.isDigit(text.charAt(at))) {
        at++;
        continue;
      }
      int end = at + 1;
      int digits = 1;
      for (int next = nextDigit(text, end); next >= 0; next = nextDigit(text, end)) {
        end = next + 1;
        digits++;
      }
      if (digits >= FEWEST_DIGITS) {
        masked = masked == null ? text.toCharArray() : masked;
        for (int i = at; i < end; i++) {
          masked[i] = Character.isDigit(masked[i]) ? DIGIT : masked[i];
        }
      }
      at = end;
    }
    return masked == null ? text : new String(masked);
  }

  /**
   * The form of a text and none of its values: {@link #DIGIT} for every digit, x for every letter.
   */
  public static String form(String text) {
    var form = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      form.append(form(text.charAt(i)));
    }
    return form.toString();
  }

  private static char form(char character) {
    if (Character.isDigit(character)) {
      return DIGIT;
    }
    if (Character.isLetter(character) || Character.isSurrogate(character)) {
      return 'x';
    }
    return Character.isISOControl(character) ? ' ' : character;
  }

  /** The place of the digit there, or behind a few separators; -1 if there is none. */
  private static int nextDigit(String text, int at) {
    int next = at;
    while (next < text.length() && next < at + MOST_SEPARATORS && isSeparator(text.charAt(next))) {
      next++;
    }
    return next < text.length() && Character.isDigit(text.charAt(next)) ? next : -1;
  }

  private static boolean isSeparator(char character) {
    return character == Rejection.REPLACEMENT
        || switch (Character.getType(character)) {
          case Character.SPACE_SEPARATOR,
              Character.DASH_PUNCTUATION,
              Character.CONTROL,
              Character.FORMAT ->
              true;
          default -> false;
        };
  }
}
