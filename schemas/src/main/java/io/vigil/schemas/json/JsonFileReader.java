package io.vigil.schemas.json;

import io.vigil.schemas.Encoding;
import io.vigil.schemas.RawRecord;
import io.vigil.schemas.RecordReader;
import io.vigil.schemas.bytes.ByteWindow;
import io.vigil.schemas.bytes.LineCutter;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads files of JSON records: one a line, with LF or CRLF, the last with or without; or one array
 * of objects, if the file begins with one; or printed over several lines, if the first line is a
 * brace alone.
 */
public final class JsonFileReader implements RecordReader {

  private static final int MOST_BLANKS = 1_000;

  private final ByteWindow window;
  private final LineCutter cutter;
  private final ValueEnd value;
  private boolean isOverLines;
  private boolean isArray;

  /**
   * @param in the file's bytes, uncompressed; closed with the reader
   * @param bytesRead how many bytes of the file have been taken for {@code in}
   * @param maxRecordBytes the limit for one record
   */
  public JsonFileReader(String path, InputStream in, LongSupplier bytesRead, int maxRecordBytes)
      throws IOException {
    this(path, in, bytesRead, maxRecordBytes, false);
  }

  /**
   * @param isWhole whether objects go on to their end whatever their first line looks like: a line
   *     that breaks off then takes others with it
   */
  public JsonFileReader(
      String path, InputStream in, LongSupplier bytesRead, int maxRecordBytes, boolean isWhole)
      throws IOException {
    window = new ByteWindow(in, bytesRead);
    window.dropByteOrderMark();
    cutter = new LineCutter(path, window, maxRecordBytes, Encoding.JSON, null);
    value = new ValueEnd(window, maxRecordBytes);
    cutter.skipBlankLines();
    int first = visible(0);
    isArray = first >= 0 && window.at(first) == '[' && isArrayOfObjects(visible(first + 1));
    isOverLines =
        isArray || first == 0 && (isWhole ? !isFirstLineWhole() : beginsWithABraceAlone());
    if (isArray) {
      window.drop(first + 1);
    }
  }

  @Override
  public @Nullable RawRecord next() throws IOException {
    if (!isOverLines) {
      return cutter.line();
    }
    dropWhile(isArray);
    if (window.length() == 0) {
      return isArray ? unclosed() : cutter.rest();
    }
    if (isArray && window.at(0) == ']') {
      window.drop(1);
      isOverLines = false;
      return cutter.line();
    }
    int end = value.find();
    if (end == ValueEnd.NONE) {
      isArray = false;
      return cutter.rest();
    }
    return end == ValueEnd.TOO_FAR ? cutter.tooLarge(value::drop) : cutter.lines(end);
  }

  /** The bracket is all that is missing: a file that was cut between two records. */
  private @Nullable RawRecord unclosed() throws IOException {
    isOverLines = false;
    isArray = false;
    return window.damage() != null
        ? cutter.rest()
        : cutter.broken("the array has no end: the file may have been cut off");
  }

  /** Goes to the next character of a value. */
  private void dropWhile(boolean hasCommas) throws IOException {
    while (window.length() > 0 || window.grow()) {
      if (window.length() == 0) {
        continue;
      }
      byte b = window.at(0);
      if (!isBlank(b) && !(hasCommas && b == ',')) {
        return;
      }
      window.drop(1);
    }
  }

  private boolean isArrayOfObjects(int first) {
    return first >= 0 && (window.at(first) == '{' || window.at(first) == ']');
  }

  /** The first place that is not blank, from there on and near the start; -1 if there is none. */
  private int visible(int from) throws IOException {
    for (int at = from; at < MOST_BLANKS; at++) {
      if (at >= window.length() && !window.grow()) {
        return -1;
      }
      if (at >= window.length()) {
        at--;
      } else if (!isBlank(window.at(at))) {
        return at;
      }
    }
    return -1;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  private boolean isFirstLineWhole() throws IOException {
    int end = value.find();
    int lineFeed = window.findLineFeed(Math.max(end, 0) + 1);
    return end >= 0 && (lineFeed < 0 || lineFeed >= end);
  }

  private boolean beginsWithABraceAlone() throws IOException {
    if (window.at(0) != '{') {
      return false;
    }
    int lineFeed = window.findLineFeed(3);
    return lineFeed == 1 || lineFeed == 2 && window.at(1) == '\r';
  }

  @Override
  public @Nullable String schema() {
    return null;
  }

  @Override
  public long line() {
    return cutter.lineOfLast();
  }

  @Override
  public long bytesRead() {
    return window.bytesRead();
  }

  @Override
  public void close() throws IOException {
    window.close();
  }
}
