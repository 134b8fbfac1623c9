package io.vigil.schemas.csv;

import java.io.Serializable;
import java.util.List;

/**
 * How somebody writes CSV.
 *
 * @param delimiter stands between fields; an ASCII character
 * @param encoding the name of the charset of the file
 * @param columns the names of the columns by position, of files without a header; empty if the
 *     first record is the header
 * @param skippedLines how many lines stand before the header, or before the first record
 * @param comment lines that begin with it are no records; {@link #NO_COMMENT} if there are none
 * @param areShortRowsGood whether the last fields of a record may be left out
 * @param hasTrailingDelimiter whether a delimiter may stand behind the last field of a record
 * @param quoting how a field holds characters that mean something else
 */
public record CsvDialect(
    char delimiter,
    String encoding,
    List<String> columns,
    int skippedLines,
    char comment,
    boolean areShortRowsGood,
    boolean hasTrailingDelimiter,
    Quoting quoting)
    implements Serializable {

  /** That of {@link #encoding} which needs no translation. */
  public static final String UTF_8 = "UTF-8";

  public static final char NO_COMMENT = 0;

  /** As RFC 4180 writes it: commas, a header, UTF-8. */
  public static final CsvDialect DEFAULT = delimitedBy(',');

  public CsvDialect {
    if (delimiter >= 0x80) {
      throw new IllegalArgumentException("the delimiter must be an ASCII character: " + delimiter);
    }
    columns = List.copyOf(columns);
  }

  /** One that is quoted as RFC 4180 has it. */
  public CsvDialect(
      char delimiter,
      String encoding,
      List<String> columns,
      int skippedLines,
      char comment,
      boolean areShortRowsGood,
      boolean hasTrailingDelimiter) {
    this(
        delimiter,
        encoding,
        columns,
        skippedLines,
        comment,
        areShortRowsGood,
        hasTrailingDelimiter,
        Quoting.DEFAULT);
  }

  public static CsvDialect delimitedBy(char delimiter) {
    return new CsvDialect(delimiter, UTF_8, List.of(), 0, NO_COMMENT, false, false);
  }

  /** Whether a record of so many fields may be one of so many columns. */
  public boolean allows(int fields, int columns) {
    return fields == columns || areShortRowsGood && fields < columns;
  }
}
