package io.vigil.schemas.csv;

import io.vigil.schemas.Reason;
import io.vigil.schemas.fields.Rejection;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits one CSV record in which characters are escaped, or quotes mean nothing: what FastCSV has
 * no word for. MySQL and Python's {@code escapechar} write such files.
 */
final class EscapedLine {

  /** As MySQL writes a value that is none. */
  private static final String NO_VALUE = "N";

  private final String record;
  private final char delimiter;
  private final Quoting quoting;
  private final List<String> fields = new ArrayList<>();
  private final StringBuilder field = new StringBuilder();
  private int at;

  private EscapedLine(String record, char delimiter, Quoting quoting) {
    this.record = record;
    this.delimiter = delimiter;
    this.quoting = quoting;
  }

  static List<String> split(String record, char delimiter, Quoting quoting) throws Rejection {
    var line = new EscapedLine(record, delimiter, quoting);
    do {
      line.readField();
    } while (line.at <= record.length());
    return line.fields;
  }

  /** Reads a field and the delimiter behind it; behind the last one it goes beyond the end. */
  private void readField() throws Rejection {
    field.setLength(0);
    if (at < record.length() && isQuote(record.charAt(at))) {
      at++;
      readQuoted();
      if (at < record.length() && record.charAt(at) != delimiter) {
        throw new Rejection(
            Reason.MALFORMED_CSV,
            "field " + (fields.size() + 1) + ": text stands behind its closing quote");
      }
      fields.add(field.toString());
    } else {
      int start = at;
      while (at < record.length() && record.charAt(at) != delimiter) {
        take(false);
      }
      boolean isNoValue =
          quoting.escape() != Quoting.NONE
              && record.substring(start, at).equals(quoting.escape() + NO_VALUE);
      fields.add(isNoValue ? "" : field.toString());
    }
    at++;
  }

  private void readQuoted() throws Rejection {
    while (at < record.length()) {
      if (!isQuote(record.charAt(at))) {
        take(true);
      } else if (at + 1 < record.length() && isQuote(record.charAt(at + 1))) {
        field.append(quoting.quote());
        at += 2;
      } else {
        at++;
        return;
      }
    }
    throw new Rejection(Reason.UNCLOSED_QUOTE, "a quoted field is never closed");
  }

  /** Takes a character, or the one that is escaped. */
  private void take(boolean isQuoted) throws Rejection {
    char c = record.charAt(at++);
    if (c == quoting.escape() && c != Quoting.NONE) {
      if (at == record.length()) {
        throw new Rejection(Reason.MALFORMED_CSV, "nothing stands behind the last escape");
      }
      c = record.charAt(at++);
    } else if (!isQuoted && (c == '\n' || c == '\r')) {
      throw new Rejection(Reason.MALFORMED_CSV, "a line end stands outside quotes");
    }
    field.append(c);
  }

  private boolean isQuote(char c) {
    return c == quoting.quote() && c != Quoting.NONE;
  }
}
