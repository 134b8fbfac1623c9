package io.vigil.schemas;

/**
 * Texts of others, such as names of files and values of records, for people to read. A terminal
 * obeys some characters instead of showing them: with these a text could colour, move or delete
 * what stands around it, or look like another one.
 */
public final class VisibleText {

  private VisibleText() {}

  /** The text in one line, with {@code \\u001b} for each character that would not be seen. */
  public static String line(String text) {
    return visible(text, false);
  }

  /** The same, with its line feeds and tabs as they are. */
  public static String lines(String text) {
    return visible(text, true);
  }

  private static String visible(String text, boolean keepsLayout) {
    int plain = 0;
    while (plain < text.length() && isPlain(text, plain, keepsLayout)) {
      plain++;
    }
    if (plain == text.length()) {
      return text;
    }
    var visible = new StringBuilder(text.length() + 16).append(text, 0, plain);
    for (int i = plain; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isPlain(text, i, keepsLayout)) {
        visible.append(c);
      } else {
        visible.append(String.format("\\u%04x", (int) c));
      }
    }
    return visible.toString();
  }

  private static boolean isPlain(String text, int at, boolean keepsLayout) {
    char c = text.charAt(at);
    if (c >= ' ' && c < 0x7f) {
      return true;
    }
    if (c == '\n' || c == '\t') {
      return keepsLayout;
    }
    if (Character.isSurrogate(c)) {
      return isOfVisiblePair(text, at);
    }
    return isVisible(c);
  }

  private static boolean isOfVisiblePair(String text, int at) {
    int start = Character.isLowSurrogate(text.charAt(at)) ? at - 1 : at;
    return start >= 0
        && start + 1 < text.length()
        && Character.isSurrogatePair(text.charAt(start), text.charAt(start + 1))
        && isVisible(text.codePointAt(start));
  }

  private static boolean isVisible(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      default -> true;
    };
  }
}
