package io.vigil.schemas.fields;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the values of a field that has few of them, so that each is checked and made into a
 * string once, not in every record. Bounded: a new text may take the place of an old one.
 */
final class TextCache {

  private static final int SLOTS = 1024;
  private static final int LONGEST = 64;

  private final char[][] texts = new char[SLOTS][];
  private final String[] values = new String[SLOTS];

  /** The value that was remembered for the text; null if there is none. */
  @Nullable String get(char[] chars, int offset, int length) {
    int slot = slot(chars, offset, length);
    var text = texts[slot];
    return text != null && Arrays.equals(text, 0, text.length, chars, offset, offset + length)
        ? values[slot]
        : null;
  }

  void put(char[] chars, int offset, int length, String value) {
    if (length <= LONGEST) {
      int slot = slot(chars, offset, length);
      texts[slot] = Arrays.copyOfRange(chars, offset, offset + length);
      values[slot] = value;
    }
  }

  private static int slot(char[] chars, int offset, int length) {
    int hash = length;
    for (int i = offset, end = offset + Math.min(length, LONGEST); i < end; i++) {
      hash = 31 * hash + chars[i];
    }
    return (hash ^ hash >>> 10 ^ hash >>> 20) & (SLOTS - 1);
  }
}
