package io.vigil.schemas.csv;

import io.vigil.schemas.bytes.ByteWindow;
import java.io.IOException;

/**
 * Finds records that go over several lines because line ends are quoted in them. It trusts a quote
 * only if the lines are one sound record together; a stray one opens nothing.
 */
final class QuotedLines {

  /** For a record that may have any number of fields. */
  static final int ANY = -1;

  /** No such record: the next line stands for itself. */
  static final int NONE = -1;

  private enum Place {
    FIELD_START,
    UNQUOTED,
    QUOTED,
    /**
     * Behind a quote in a quoted field: it ends the field, or the next one makes it a character.
     */
    QUOTE,
    /** Behind a carriage return outside quotes. */
    RETURN
  }

  private final ByteWindow window;
  private final char delimiter;
  private final Quoting quoting;
  private final int maxRecordBytes;

  QuotedLines(ByteWindow window, char delimiter, Quoting quoting, int maxRecordBytes) {
    this.window = window;
    this.delimiter = delimiter;
    this.quoting = quoting;
    this.maxRecordBytes = maxRecordBytes;
  }

  /**
   * The length of the next record with its line end, if it goes over lines, or {@link #NONE}. Looks
   * as far as the limit at most, and gives up at a second stray quote or too many fields: a file
   * full of stray quotes is not searched again from each of them.
   */
  int length(int wantedFields) throws IOException {
    if (!nextLineHasQuote()) {
      return NONE;
    }
    var place = Place.FIELD_START;
    boolean isOverLines = false;
    int fields = 1;
    int at = 0;
    while (at <= maxRecordBytes) {
      if (at == window.length() && !window.grow()) {
        boolean isClosed = place != Place.QUOTED && window.damage() == null;
        return isClosed && isOverLines && isWanted(fields, wantedFields) ? at : NONE;
      }
      byte b = window.at(at++);
      if (b == quoting.escape() && b != Quoting.NONE && place != Place.RETURN) {
        while (at == window.length()) {
          if (!window.grow()) {
            return NONE;
          }
        }
        // What is escaped means nothing, but a line end is one all the same.
        isOverLines |= window.at(at++) == '\n';
        place = place == Place.QUOTED ? Place.QUOTED : Place.UNQUOTED;
      } else if (place == Place.QUOTED) {
        if (b == quoting.quote()) {
          place = Place.QUOTE;
        } else if (b == '\n') {
          isOverLines = true;
        }
      } else if (b == '\n') {
        return isOverLines && isWanted(fields, wantedFields) ? at : NONE;
      } else if (place == Place.RETURN) {
        return NONE;
      } else if (b == '\r') {
        place = Place.RETURN;
      } else if (b == delimiter) {
        place = Place.FIELD_START;
        fields++;
        if (isOverLines && wantedFields != ANY && fields > wantedFields) {
          return NONE;
        }
      } else if (b == quoting.quote() && b != Quoting.NONE && place != Place.UNQUOTED) {
        place = Place.QUOTED;
      } else if (place == Place.QUOTE) {
        return NONE;
      } else {
        place = Place.UNQUOTED;
      }
    }
    return NONE;
  }

  private boolean nextLineHasQuote() throws IOException {
    if (quoting.quote() == Quoting.NONE && quoting.escape() == Quoting.NONE) {
      return false;
    }
    char first = quoting.escape() == Quoting.NONE ? quoting.quote() : quoting.escape();
    char second = quoting.quote() == Quoting.NONE ? quoting.escape() : quoting.quote();
    int place = window.find(first, second, '\n', maxRecordBytes);
    return place >= 0 && window.at(place) != '\n';
  }

  private static boolean isWanted(int fields, int wantedFields) {
    return wantedFields == ANY || fields == wantedFields;
  }
}
