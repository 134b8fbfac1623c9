package io.vigil.schemas.fields;

import io.vigil.schemas.Reason;

/**
 * Says that a record holds no transaction, and why. It is a verdict on data that come by the
 * million, not an error of the program: it has no stack trace, and never leaves the parsers.
 */
public final class Rejection extends Exception {

  private static final long serialVersionUID = 1;
  private static final int LONGEST_QUOTE = 40;
  static final int REPLACEMENT = 0xfffd;

  private final Reason reason;

  public Rejection(Reason reason, String message) {
    super(message, null, false, false);
    this.reason = reason;
  }

  public static Rejection of(Field field, Reason reason, String problem) {
    return new Rejection(reason, field.fieldName() + ": " + problem);
  }

  public Reason reason() {
    return reason;
  }

  /**
   * The value in quotes, for a message: without what may be the number of a card, cut to a length
   * that a person reads, and on one line, with a replacement for every character that is not
   * printed.
   */
  public static String quote(CharSequence value) {
    int length = value.length();
    boolean isWhole = length <= LONGEST_QUOTE;
    // A number that goes on behind the cut is masked too.
    var looked = value.subSequence(0, Math.min(length, 4 * LONGEST_QUOTE)).toString();
    var quoted = new StringBuilder("'");
    CardNumbers.masked(looked)
        .substring(0, isWhole ? length : LONGEST_QUOTE)
        .codePoints()
        .map(it -> isPrinted(it) ? it : REPLACEMENT)
        .forEach(quoted::appendCodePoint);
    return quoted.append(isWhole ? "'" : "…' (" + length + " characters)").toString();
  }

  private static boolean isPrinted(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
