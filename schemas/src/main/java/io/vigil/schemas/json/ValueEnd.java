package io.vigil.schemas.json;

import io.vigil.schemas.bytes.ByteWindow;
import java.io.IOException;

/**
 * Finds where the JSON value ends with which the window begins: by its brackets and quotes alone;
 * whether it is JSON is for others to say.
 */
final class ValueEnd {

  /** The file ends before the value does. */
  static final int NONE = -1;

  /** The value is longer than the limit. */
  static final int TOO_FAR = -2;

  private static final int CHUNK = 1 << 16;

  private final ByteWindow window;
  private final int limit;
  private int depth;
  private boolean isInText;
  private boolean isEscaped;

  ValueEnd(ByteWindow window, int limit) {
    this.window = window;
    this.limit = limit;
  }

  /** The length of the value; or {@link #NONE} or {@link #TOO_FAR}. */
  int find() throws IOException {
    start();
    for (int at = 0; ; at++) {
      if (at == window.length() && !window.grow()) {
        return NONE;
      }
      if (at == window.length()) {
        at--;
        continue;
      }
      byte b = window.at(at);
      if (at > 0 && isBehind(b)) {
        return at;
      }
      if (take(b)) {
        return at + 1;
      }
      if (at == limit) {
        return TOO_FAR;
      }
    }
  }

  /** Takes a value out of the window that is too long to be held; how long it was. */
  long drop() throws IOException {
    start();
    long length = 0;
    int at = 0;
    while (at < window.length() || window.grow()) {
      if (at == window.length()) {
        continue;
      }
      byte b = window.at(at);
      if (length + at > 0 && isBehind(b)) {
        break;
      }
      at++;
      if (take(b)) {
        break;
      }
      if (at == CHUNK) {
        window.drop(at);
        length += at;
        at = 0;
      }
    }
    window.drop(at);
    return length + at;
  }

  private void start() {
    depth = 0;
    isInText = false;
    isEscaped = false;
  }

  /** Whether the character stands behind a number or a word, which has no end of its own. */
  private boolean isBehind(byte b) {
    return depth == 0
        && !isInText
        && (b == ',' || b == ']' || b == ' ' || b == '\n' || b == '\r' || b == '\t');
  }

  /** Whether the value ends with this character. */
  private boolean take(byte b) {
    if (isInText) {
      boolean isEnd = b == '"' && !isEscaped;
      isEscaped = b == '\\' && !isEscaped;
      isInText = !isEnd;
      return isEnd && depth == 0;
    }
    switch (b) {
      case '"' -> isInText = true;
      case '{', '[' -> depth++;
      case '}', ']' -> {
        depth--;
        return depth <= 0;
      }
      default -> {}
    }
    return false;
  }
}
