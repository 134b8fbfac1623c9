package io.vigil.schemas.csv;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import io.vigil.schemas.Reason;
import io.vigil.schemas.fields.Rejection;
import java.io.IOException;
import java.util.Arrays;

/**
 * Splits the text of one CSV record into its fields, as RFC 4180 writes them. A field is quoted
 * only if it begins with the quote; elsewhere a quote is a character like others. Keeps its buffers
 * from record to record, so each thread needs its own.
 */
public final class CsvLine {

  private final char delimiter;
  private final CsvReader.CsvReaderBuilder reader;
  private final Fields fields = new Fields();

  /**
   * @throws IllegalArgumentException if no field can be told apart with that delimiter
   */
  public CsvLine(char delimiter) {
    if (delimiter == '"' || delimiter == '\n' || delimiter == '\r' || delimiter == 0) {
      throw new IllegalArgumentException("not a delimiter: character " + (int) delimiter);
    }
    this.delimiter = delimiter;
    this.reader =
        CsvReader.builder()
            .fieldSeparator(delimiter)
            .skipEmptyLines(false)
            .allowExtraFields(true)
            .allowMissingFields(true);
  }

  /** As {@link #split(String, char)}, of a record that is quoted in another way. */
  public static String[] split(String record, char delimiter, Quoting quoting) throws Rejection {
    return quoting.equals(Quoting.DEFAULT)
        ? split(record, delimiter)
        : EscapedLine.split(withoutLineEnd(record), delimiter, quoting).toArray(String[]::new);
  }

  /** The fields of the record, unquoted. A line end behind the record is no part of it. */
  public static String[] split(String record, char delimiter) throws Rejection {
    var line = new CsvLine(delimiter);
    line.read(record);
    var texts = new String[line.size()];
    Arrays.setAll(texts, line::text);
    return texts;
  }

  /** Splits the record; its fields stand in this object until the next one is read. */
  void read(String record) throws Rejection {
    if (!fields.splitPlain(record, delimiter)) {
      readQuoted(record);
    }
  }

  /** How many fields the record has; one at least. */
  int size() {
    return fields.size;
  }

  /** The characters in which {@link #start} and {@link #length} of every field lie. */
  char[] chars() {
    return fields.chars;
  }

  int start(int field) {
    return fields.starts[field];
  }

  int length(int field) {
    return fields.lengths[field];
  }

  private void readQuoted(String record) throws Rejection {
    fields.size = 0;
    // FastCSV takes the end of the text for a closing quote. With one more delimiter behind the
    // record, the last field is empty and unquoted, unless a quote is open and swallows it.
    var closed = withoutLineEnd(record) + delimiter;
    try (var records = reader.build(fields, closed).iterator()) {
      records.next();
      boolean isOpen = fields.lastIsQuoted;
      if (records.hasNext()) {
        throw new Rejection(Reason.MALFORMED_CSV, "a line end stands outside quotes");
      }
      if (isOpen) {
        throw new Rejection(Reason.UNCLOSED_QUOTE, "a quoted field is never closed");
      }
      fields.size--;
    } catch (CsvParseException e) {
      throw new Rejection(
          Reason.MALFORMED_CSV,
          "field " + (fields.size + 1) + ": text stands behind its closing quote");
    } catch (IOException e) {
      throw new IllegalStateException("a text has no file to close", e);
    }
  }

  private String text(int field) {
    return new String(chars(), start(field), length(field));
  }

  private static String withoutLineEnd(String record) {
    int end = record.length();
    if (end > 0 && record.charAt(end - 1) == '\n') {
      end--;
    }
    if (end > 0 && record.charAt(end - 1) == '\r') {
      end--;
    }
    return record.substring(0, end);
  }

  /** The fields of one record: places in an array of characters. */
  private static final class Fields extends AbstractBaseCsvCallbackHandler<Fields> {

    private char[] chars = new char[512];
    private int[] starts = new int[32];
    private int[] lengths = new int[32];
    private int size;
    private boolean lastIsQuoted;

    /** Splits a record that has neither quotes nor line ends, as most have; false if it has. */
    boolean splitPlain(String record, char delimiter) {
      int length = record.length();
      makeRoom(length);
      record.getChars(0, length, chars, 0);
      size = 0;
      int start = 0;
      for (int i = 0; i < length; i++) {
        char c = chars[i];
        if (c == delimiter) {
          add(start, i - start);
          start = i + 1;
        } else if (c == '"' || c == '\n' || c == '\r') {
          return false;
        }
      }
      add(start, length - start);
      return true;
    }

    @Override
    protected void handleField(int index, char[] buffer, int offset, int length, boolean quoted) {
      int start = size == 0 ? 0 : starts[size - 1] + lengths[size - 1];
      makeRoom(start + length);
      System.arraycopy(buffer, offset, chars, start, length);
      add(start, length);
      lastIsQuoted = quoted;
    }

    @Override
    protected Fields buildRecord() {
      return this;
    }

    private void add(int start, int length) {
      if (size == starts.length) {
        starts = Arrays.copyOf(starts, 2 * size);
        lengths = Arrays.copyOf(lengths, 2 * size);
      }
      starts[size] = start;
      lengths[size++] = length;
    }

    private void makeRoom(int length) {
      if (length > chars.length) {
        chars = Arrays.copyOf(chars, 2 * length);
      }
    }
  }
}
