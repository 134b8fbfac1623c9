package io.vigil.schemas.json;

import io.vigil.schemas.Reason;
import io.vigil.schemas.fields.Rejection;
import java.util.Arrays;

/**
 * Walks through one JSON text (RFC 8259) by bytes, without objects: {@link #startObject}, then keys
 * and values in turn, then {@link #expectEnd}. The bytes must be UTF-8 already. Beyond JSON, it
 * takes {@code NaN} and {@code Infinity} for numbers, as many writers do.
 */
final class JsonScanner {

  /** What a value is. */
  enum Kind {
    STRING,
    NUMBER,
    BOOLEAN,
    NULL,
    OBJECT,
    ARRAY
  }

  /** How many objects and arrays may lie within each other. */
  static final int DEEPEST = 64;

  private byte[] bytes = {};
  private int at;
  private boolean isFirstKey;
  private boolean isGuess;
  private char[] chars = new char[512];
  private int length;

  void start(byte[] text) {
    bytes = text;
    at = 0;
    if (chars.length < text.length) {
      // A character never takes fewer bytes than UTF-16 units: no string is longer than the text.
      chars = new char[text.length];
    }
  }

  /** Goes into the object of which the text consists; false if it begins with something else. */
  boolean startObject() throws Rejection {
    isFirstKey = true;
    if (next() == '{') {
      return true;
    }
    at--;
    return false;
  }

  /**
   * Goes to the next key, which stands in {@link #chars} then; false behind the last one. If it is
   * the guess, {@link #isGuess} says so instead, which is faster.
   *
   * @param guess the bytes of a key, and its closing quote
   */
  boolean nextKey(byte[] guess) throws Rejection {
    int c = next();
    if (c == '}') {
      return false;
    }
    if (!isFirstKey) {
      expect(c, ',');
      c = next();
    }
    isFirstKey = false;
    expect(c, '"');
    int guessEnd = at + guess.length;
    isGuess =
        guessEnd <= bytes.length && Arrays.equals(bytes, at, guessEnd, guess, 0, guess.length);
    if (isGuess) {
      at = guessEnd;
    } else {
      string();
    }
    expect(next(), ':');
    return true;
  }

  /** Whether the last key was the guess. */
  boolean isGuess() {
    return isGuess;
  }

  /**
   * Reads the next value if it is a string or a number, which stands in {@link #chars} then, or a
   * literal. Stops at objects and arrays.
   */
  Kind nextValue() throws Rejection {
    int c = next();
    switch (c) {
      case '"' -> {
        string();
        return Kind.STRING;
      }
      case '{' -> {
        at--;
        return Kind.OBJECT;
      }
      case '[' -> {
        at--;
        return Kind.ARRAY;
      }
      case 't' -> {
        literal("true");
        return Kind.BOOLEAN;
      }
      case 'f' -> {
        literal("false");
        return Kind.BOOLEAN;
      }
      case 'n' -> {
        literal("null");
        return Kind.NULL;
      }
      case 'N' -> {
        literal("NaN");
        return Kind.NUMBER;
      }
      case 'I' -> {
        literal("Infinity");
        return Kind.NUMBER;
      }
      default -> {
        number();
        return Kind.NUMBER;
      }
    }
  }

  /** Walks over the next value, whatever it is; {@code depth} objects and arrays lie around it. */
  void skipValue(int depth) throws Rejection {
    // One bit for each object or array that is open, the innermost lowest: 1 for an object.
    long isObject = 0;
    int open = 0;
    while (true) {
      var kind = nextValue();
      boolean isContainer = kind == Kind.OBJECT || kind == Kind.ARRAY;
      if (isContainer) {
        at++;
        if (depth + ++open > DEEPEST) {
          throw new Rejection(
              Reason.NESTING_TOO_DEEP,
              "more than " + DEEPEST + " objects and arrays in each other");
        }
        isObject = isObject << 1 | (kind == Kind.OBJECT ? 1 : 0);
      }
      boolean isFirst = isContainer;
      while (true) {
        if (open == 0) {
          return;
        }
        boolean inObject = (isObject & 1) == 1;
        int c = next();
        if (c == (inObject ? '}' : ']')) {
          isObject >>>= 1;
          open--;
          isFirst = false;
          continue;
        }
        if (!isFirst) {
          expect(c, ',');
          c = next();
        }
        if (inObject) {
          expect(c, '"');
          string();
          expect(next(), ':');
        } else {
          at--;
        }
        break;
      }
    }
  }

  /** Refuses anything but white space behind the value of which the text consists. */
  void expectEnd() throws Rejection {
    while (at < bytes.length) {
      if (!isSpace(bytes[at++])) {
        throw malformed();
      }
    }
  }

  /** The characters of the last key, string or number, up to {@link #length}. */
  char[] chars() {
    return chars;
  }

  int length() {
    return length;
  }

  /** Takes the next byte that is no white space. */
  private int next() throws Rejection {
    while (at < bytes.length) {
      byte b = bytes[at++];
      if (!isSpace(b)) {
        return b;
      }
    }
    throw truncated();
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  private void expect(int found, char wanted) throws Rejection {
    if (found != wanted) {
      throw malformed();
    }
  }

  /** Reads a string behind its opening quote. */
  private void string() throws Rejection {
    var from = bytes;
    var to = chars;
    int n = 0;
    int i = at;
    while (i < from.length) {
      byte b = from[i++];
      if (b == '"') {
        at = i;
        length = n;
        return;
      }
      if (b >= ' ' && b != '\\') {
        to[n++] = (char) b;
      } else if (b < 0) {
        at = i;
        n = multibyte(b, n);
        i = at;
      } else if (b == '\\') {
        at = i;
        to[n++] = escape();
        i = at;
      } else {
        at = i;
        throw malformed();
      }
    }
    throw truncated();
  }

  /** Reads what stands behind a backslash. */
  private char escape() throws Rejection {
    int c = byteOrEnd();
    return switch (c) {
      case '"', '\\', '/' -> (char) c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        int unit = 0;
        for (int i = 0; i < 4; i++) {
          int digit = Character.digit(byteOrEnd(), 16);
          if (digit < 0) {
            throw malformed();
          }
          unit = unit << 4 | digit;
        }
        yield (char) unit;
      }
      default -> throw malformed();
    };
  }

  /** Reads a character of two to four bytes behind its first; these are known to be right. */
  private int multibyte(int first, int n) {
    if (first < (byte) 0xe0) {
      chars[n] = (char) ((first & 0x1f) << 6 | continuation());
      return n + 1;
    }
    if (first < (byte) 0xf0) {
      chars[n] = (char) ((first & 0x0f) << 12 | continuation() << 6 | continuation());
      return n + 1;
    }
    int codePoint =
        (first & 0x07) << 18 | continuation() << 12 | continuation() << 6 | continuation();
    chars[n] = Character.highSurrogate(codePoint);
    chars[n + 1] = Character.lowSurrogate(codePoint);
    return n + 2;
  }

  private int continuation() {
    return bytes[at++] & 0x3f;
  }

  /** Reads a literal behind its first byte, and leaves its text in {@link #chars}. */
  private void literal(String text) throws Rejection {
    for (int i = 1; i < text.length(); i++) {
      if (byteOrEnd() != text.charAt(i)) {
        throw malformed();
      }
    }
    text.getChars(0, text.length(), chars, 0);
    length = text.length();
  }

  /** Reads a number from its first byte on, which has been taken already. */
  private void number() throws Rejection {
    int from = --at;
    if (bytes[at] == '-') {
      at++;
      if (at < bytes.length && bytes[at] == 'I') {
        at++;
        literal("Infinity");
        return;
      }
    }
    if (at < bytes.length && bytes[at] == '0') {
      at++;
    } else {
      digits();
    }
    if (at < bytes.length && bytes[at] == '.') {
      at++;
      digits();
    }
    if (at < bytes.length && (bytes[at] | 0x20) == 'e') {
      at++;
      if (at < bytes.length && (bytes[at] == '+' || bytes[at] == '-')) {
        at++;
      }
      digits();
    }
    length = at - from;
    for (int i = 0; i < length; i++) {
      chars[i] = (char) bytes[from + i];
    }
  }

  /** Walks over one or more digits. */
  private void digits() throws Rejection {
    int c = byteOrEnd();
    if (!isDigit(c)) {
      throw malformed();
    }
    while (at < bytes.length && isDigit(bytes[at])) {
      at++;
    }
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private int byteOrEnd() throws Rejection {
    if (at == bytes.length) {
      throw truncated();
    }
    return bytes[at++];
  }

  private Rejection malformed() {
    return new Rejection(Reason.MALFORMED_JSON, "not JSON at byte " + at);
  }

  private Rejection truncated() {
    return new Rejection(
        Reason.TRUNCATED_JSON, "the JSON breaks off behind " + bytes.length + " bytes");
  }
}
