package io.vigil.schemas.mapping;

import io.vigil.schemas.csv.CsvDialect;
import io.vigil.schemas.csv.Quoting;
import io.vigil.schemas.yaml.YamlMap;
import io.vigil.schemas.yaml.YamlValue;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what a mapping's file says of CSV; all that is wrong in it is reported. */
final class CsvOptions {

  private static final String DELIMITER = "delimiter";
  private static final String ENCODING = "encoding";
  private static final String HEADER = "header";
  private static final String COLUMNS = "columns";
  private static final String SKIP_LINES = "skip_lines";
  private static final String COMMENT = "comment";
  private static final String SHORT_ROWS = "short_rows";
  private static final String TRAILING_DELIMITER = "trailing_delimiter";
  private static final String QUOTE = "quote";
  private static final String ESCAPE = "escape";

  private static final int MOST_LINES = 10_000;

  private final YamlMap options;

  private CsvOptions(YamlMap options) {
    this.options = options;
  }

  static CsvDialect dialect(YamlValue csv) {
    var options = csv.asMap();
    return options == null ? CsvDialect.DEFAULT : new CsvOptions(options).dialect();
  }

  private CsvDialect dialect() {
    options.allowOnly(
        "option of csv",
        List.of(
            DELIMITER,
            ENCODING,
            HEADER,
            COLUMNS,
            SKIP_LINES,
            COMMENT,
            SHORT_ROWS,
            TRAILING_DELIMITER,
            QUOTE,
            ESCAPE));
    return new CsvDialect(
        delimiter(),
        encoding(),
        columns(),
        skippedLines(),
        comment(),
        isOn(SHORT_ROWS),
        isOn(TRAILING_DELIMITER),
        quoting());
  }

  private char delimiter() {
    var text = text(DELIMITER);
    if (text == null) {
      return ',';
    }
    if (text.equals("tab")) {
      return '\t';
    }
    if (text.length() != 1 || "\"\r\n\0".contains(text) || text.charAt(0) >= 0x80) {
      problem(
          DELIMITER, "the delimiter must be one ASCII character, but no quote or line end; or tab");
      return ',';
    }
    return text.charAt(0);
  }

  private String encoding() {
    var name = text(ENCODING);
    if (name == null) {
      return CsvDialect.UTF_8;
    }
    try {
      return Charset.forName(name).name();
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      problem(ENCODING, "unknown encoding '" + name + "'; for example UTF-8, windows-1252, UTF-16");
      return CsvDialect.UTF_8;
    }
  }

  private List<String> columns() {
    var header = text(HEADER);
    if (header != null && !header.equals("none")) {
      problem(HEADER, "'header' is none, or left out if the first record is one");
    }
    var value = options.get(COLUMNS);
    var list = value == null ? null : value.asList();
    if (list == null || list.isEmpty()) {
      if (header != null) {
        problem(HEADER, "without a header, 'columns: [a, b, …]' names the columns by position");
      }
      return List.of();
    }
    if (header == null) {
      problem(COLUMNS, "names by position are for files with 'header: none'");
    }
    var names = new ArrayList<String>();
    for (var item : list) {
      var name = item.asText();
      names.add(name == null ? "" : name);
    }
    return names;
  }

  private int skippedLines() {
    var value = options.get(SKIP_LINES);
    var number = value == null ? null : value.asNumber();
    if (number == null) {
      return 0;
    }
    try {
      int lines = number.intValueExact();
      if (lines >= 0 && lines <= MOST_LINES) {
        return lines;
      }
    } catch (ArithmeticException e) {
      // Said below.
    }
    problem(SKIP_LINES, "'skip_lines' is a whole number up to " + MOST_LINES);
    return 0;
  }

  private char comment() {
    var text = text(COMMENT);
    if (text == null) {
      return CsvDialect.NO_COMMENT;
    }
    if (text.length() != 1 || text.charAt(0) >= 0x80) {
      problem(COMMENT, "'comment' is one ASCII character");
      return CsvDialect.NO_COMMENT;
    }
    return text.charAt(0);
  }

  private Quoting quoting() {
    char quote =
        "none".equals(text(QUOTE)) ? Quoting.NONE : character(QUOTE, Quoting.DEFAULT.quote());
    char escape = character(ESCAPE, Quoting.NONE);
    if (quote != Quoting.NONE && quote == escape) {
      problem(ESCAPE, "a quote that stands twice needs no 'escape'");
      return Quoting.DEFAULT;
    }
    for (var option : new String[] {QUOTE, ESCAPE}) {
      char c = option.equals(QUOTE) ? quote : escape;
      if (options.names().contains(option) && c == delimiter()) {
        problem(option, "'" + option + "' is the delimiter");
        return Quoting.DEFAULT;
      }
    }
    return new Quoting(quote, escape);
  }

  private char character(String option, char otherwise) {
    var text = text(option);
    if (text == null) {
      return otherwise;
    }
    if (text.length() != 1 || "\r\n\0".contains(text) || text.charAt(0) >= 0x80) {
      problem(
          option,
          "'"
              + option
              + "' is one ASCII character, but no line end"
              + (option.equals(QUOTE) ? "; or none" : ""));
      return otherwise;
    }
    return text.charAt(0);
  }

  private boolean isOn(String name) {
    var text = text(name);
    if (text != null && !text.equals("true") && !text.equals("false")) {
      problem(name, "'" + name + "' is true or false");
    }
    return "true".equals(text);
  }

  private @Nullable String text(String name) {
    var value = options.get(name);
    return value == null ? null : value.asText();
  }

  private void problem(String option, String problem) {
    options.key(option).problem(problem);
  }
}
