package io.vigil.schemas.bytes;

import io.vigil.schemas.Encoding;
import io.vigil.schemas.RawRecord;
import io.vigil.schemas.RawRecord.Damage;
import io.vigil.schemas.Reason;
import io.vigil.schemas.SourcePosition;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Cuts records out of a file's bytes and numbers them: a line each, unless the caller knows better.
 * A line beyond the limit comes out with its beginning, and the rest of it is never held. Where the
 * file broke, what is left comes out once.
 */
public final class LineCutter {

  /** Takes a record out of the file, however large it is. */
  public interface Dropping {
    /** How many bytes it had. */
    long drop() throws IOException;
  }

  private final String path;
  private final ByteWindow window;
  private final int maxRecordBytes;
  private final Encoding encoding;
  private final @Nullable String schema;

  private long count;
  private long line;
  private boolean isDamageGiven;

  public LineCutter(
      String path,
      ByteWindow window,
      int maxRecordBytes,
      Encoding encoding,
      @Nullable String schema) {
    if (maxRecordBytes <= 0) {
      throw new IllegalArgumentException("maxRecordBytes must be positive: " + maxRecordBytes);
    }
    this.path = path;
    this.window = window;
    // Behind the longest record, a line end must still fit into an array.
    this.maxRecordBytes = Math.min(maxRecordBytes, 1 << 29);
    this.encoding = encoding;
    this.schema = schema;
  }

  /** The next line that is not blank, without its end; null at the end of the file. */
  public @Nullable RawRecord line() throws IOException {
    skipBlankLines();
    int lineFeed = window.findLineFeed(maxRecordBytes + 2);
    if (lineFeed < 0 && window.length() < maxRecordBytes + 2) {
      return rest();
    }
    int length = lengthWithoutReturn(lineFeed);
    return lineFeed < 0 || length > maxRecordBytes
        ? tooLarge(window::dropLine)
        : take(length, lineFeed + 1);
  }

  /** The next {@code withLineEnd} bytes, which may be lines, without the line end behind them. */
  public RawRecord lines(int withLineEnd) {
    int length = window.at(withLineEnd - 1) == '\n' ? withLineEnd - 1 : withLineEnd;
    return take(lengthWithoutReturn(length), withLineEnd);
  }

  /** Goes to the first line that is not blank. */
  public void skipBlankLines() throws IOException {
    while (window.length() > 0 || window.grow()) {
      byte first = window.at(0);
      if (first != '\n' && first != '\r' && first != ' ') {
        return;
      }
      int lineFeed = window.findLineFeed(maxRecordBytes + 2);
      if (lineFeed < 0 || !isBlank(lengthWithoutReturn(lineFeed))) {
        return;
      }
      window.drop(lineFeed + 1);
    }
  }

  /** All that is left of the file, as one record; null if it is nothing, or blank. */
  public @Nullable RawRecord rest() throws IOException {
    var damage = window.damage();
    if (damage != null) {
      if (isDamageGiven) {
        return null;
      }
      isDamageGiven = true;
      var message = String.format(Locale.ROOT, "%s after %,d records", damage, count);
      int rest = window.length();
      return record(Math.min(rest, maxRecordBytes), rest, new Damage(Reason.DAMAGED_FILE, message));
    }
    int rest = window.length();
    int length = lengthWithoutReturn(rest);
    if (length > maxRecordBytes) {
      return tooLarge(window::dropLine);
    }
    if (isBlank(length)) {
      window.drop(rest);
      return null;
    }
    return take(length, rest);
  }

  /** Takes the beginning of a record that is too large, and drops all of it. */
  public RawRecord tooLarge(Dropping whole) throws IOException {
    line = window.line();
    var beginning = window.copy(maxRecordBytes);
    long length = whole.drop();
    var message = String.format(Locale.ROOT, "%,d bytes; the limit is %,d", length, maxRecordBytes);
    return record(beginning, new Damage(Reason.RECORD_TOO_LARGE, message));
  }

  /** A record without bytes that says what the file lacks. */
  public RawRecord broken(String problem) {
    line = window.line();
    return record(new byte[0], new Damage(Reason.DAMAGED_FILE, problem));
  }

  /** On which line of the file the last record began. */
  public long lineOfLast() {
    return line;
  }

  private RawRecord take(int length, int withLineEnd) {
    return record(length, withLineEnd, null);
  }

  private RawRecord record(int length, int withLineEnd, @Nullable Damage damage) {
    line = window.line();
    var bytes = window.copy(length);
    window.drop(withLineEnd);
    return record(bytes, damage);
  }

  private RawRecord record(byte[] bytes, @Nullable Damage damage) {
    return new RawRecord(SourcePosition.inFile(path, ++count), encoding, schema, bytes, damage);
  }

  private int lengthWithoutReturn(int length) {
    return length > 0 && window.at(length - 1) == '\r' ? length - 1 : length;
  }

  private boolean isBlank(int length) {
    for (int i = 0; i < length; i++) {
      if (window.at(i) != ' ') {
        return false;
      }
    }
    return true;
  }
}
