package io.vigil.schemas.csv;

import io.vigil.schemas.Encoding;
import io.vigil.schemas.RawRecord;
import io.vigil.schemas.Reason;
import io.vigil.schemas.RecordReader;
import io.vigil.schemas.UnusableFileException;
import io.vigil.schemas.bytes.ByteWindow;
import io.vigil.schemas.bytes.LineCutter;
import io.vigil.schemas.fields.Rejection;
import io.vigil.schemas.fields.Utf8;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads CSV files: a header, then one record a line, or more lines where line ends are quoted.
 * Which lines are neither, and what stands in for a header, the dialect says.
 *
 * <p>One stray quote must not swallow the rows behind it. Lines are joined only if together they
 * are one sound record with as many fields as the header, within the limit; else each stands for
 * itself.
 */
public final class CsvFileReader implements RecordReader {

  private final CsvDialect dialect;
  private final ByteWindow window;
  private final QuotedLines quoted;
  private final @Nullable String header;
  private final int columns;
  private final @Nullable LineCutter cutter;

  /** What is left of a file that broke off within its header. */
  private @Nullable RawRecord rest;

  /**
   * Reads the header.
   *
   * @param in the file's bytes, uncompressed; closed with the reader
   * @param bytesRead how many bytes of the file have been taken for {@code in}
   * @param maxRecordBytes the limit for one record
   * @param dialect how the file is written; its encoding has been dealt with
   * @throws UnusableFileException if the header is none
   */
  public CsvFileReader(
      String path, InputStream in, LongSupplier bytesRead, int maxRecordBytes, CsvDialect dialect)
      throws IOException {
    this.dialect = dialect;
    this.window = new ByteWindow(in, bytesRead);
    this.quoted = new QuotedLines(window, dialect.delimiter(), dialect.quoting(), maxRecordBytes);
    window.dropByteOrderMark();
    for (int i = 0; i < dialect.skippedLines(); i++) {
      window.dropLine();
    }
    var names = dialect.columns();
    var first =
        names.isEmpty()
            ? next(new LineCutter(path, window, maxRecordBytes, Encoding.CSV, ""), QuotedLines.ANY)
            : null;
    if (names.isEmpty() && (first == null || first.damage() != null)) {
      header = null;
      columns = 0;
      cutter = null;
      rest = first == null ? null : headerless(path, first);
    } else {
      header = first == null ? CsvColumns.header(names, dialect) : header(path, first);
      columns = columns(path, header, dialect);
      cutter = new LineCutter(path, window, maxRecordBytes, Encoding.CSV, header);
    }
  }

  @Override
  public @Nullable RawRecord next() throws IOException {
    if (cutter != null) {
      return next(cutter, columns);
    }
    var last = rest;
    rest = null;
    return last;
  }

  @Override
  public @Nullable String schema() {
    return header;
  }

  @Override
  public long line() {
    return cutter == null ? 0 : cutter.lineOfLast();
  }

  @Override
  public long bytesRead() {
    return window.bytesRead();
  }

  @Override
  public void close() throws IOException {
    window.close();
  }

  private static RawRecord headerless(String path, RawRecord first) throws UnusableFileException {
    var damage = first.damage();
    if (damage != null && damage.reason() == Reason.RECORD_TOO_LARGE) {
      throw new UnusableFileException(path, "the header is too large: " + damage.message());
    }
    return new RawRecord(first.position(), Encoding.CSV, null, first.bytes(), damage);
  }

  private static String header(String path, RawRecord record) throws UnusableFileException {
    try {
      return Utf8.decode(record.bytes());
    } catch (Rejection rejection) {
      throw unusableHeader(path, rejection.getMessage());
    }
  }

  /** How many fields a record over several lines must have. */
  private static int columns(String path, String text, CsvDialect dialect)
      throws UnusableFileException {
    try {
      int size = CsvColumns.of(text, dialect.delimiter(), dialect.quoting()).names().size();
      boolean isFixed = !dialect.areShortRowsGood() && !dialect.hasTrailingDelimiter();
      return isFixed ? size : QuotedLines.ANY;
    } catch (Rejection rejection) {
      throw unusableHeader(path, rejection.getMessage());
    }
  }

  private static UnusableFileException unusableHeader(String path, String problem) {
    return new UnusableFileException(path, "the header is not usable: " + problem);
  }

  private @Nullable RawRecord next(LineCutter from, int fields) throws IOException {
    from.skipBlankLines();
    while (isComment()) {
      window.dropLine();
      from.skipBlankLines();
    }
    int length = quoted.length(fields);
    return length == QuotedLines.NONE ? from.line() : from.lines(length);
  }

  private boolean isComment() {
    return dialect.comment() != CsvDialect.NO_COMMENT
        && window.length() > 0
        && window.at(0) == dialect.comment();
  }
}
