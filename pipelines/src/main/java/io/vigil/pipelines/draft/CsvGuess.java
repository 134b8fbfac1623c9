package io.vigil.pipelines.draft;

import io.vigil.schemas.csv.CsvDialect;
import io.vigil.schemas.csv.CsvLine;
import io.vigil.schemas.fields.Rejection;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How somebody seems to write CSV, by the beginning of a file: the delimiter is the one that gives
 * the most fields to the most lines; lines before those are no records; a first record with numbers
 * or empty fields in it is no header.
 *
 * @param cells of the first record or header
 */
record CsvGuess(CsvDialect dialect, List<String> cells) {

  private static final String WINDOWS = "windows-1252";
  private static final String UTF_16 = "UTF-16";
  private static final String BYTE_ORDER_MARK = "\ufeff";
  private static final char[] DELIMITERS = {',', ';', '\t', '|'};
  private static final int MOST_LINES = 50;

  /** Fewer short records may be damaged ones. */
  private static final double FEW = 0.1;

  private static final Pattern NUMBER = Pattern.compile("[-+(€$£]*\\d[\\d.,:/ T-]*[)Z%]*");

  /**
   * Guesses.
   *
   * @param beginning the first bytes of the file, uncompressed
   * @param isWhole whether these are all
   */
  static CsvGuess of(byte[] beginning, boolean isWhole) {
    var encoding = encoding(beginning, isWhole);
    var text = new String(beginning, Charset.forName(encoding));
    text = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    var lines = new ArrayList<>(text.lines().limit(MOST_LINES + 1L).toList());
    if (lines.size() > 1 && (!isWhole || lines.size() > MOST_LINES)) {
      // Nobody knows where the last one ends.
      lines.remove(lines.size() - 1);
    }
    char delimiter = ',';
    double best = 0;
    for (char candidate : DELIMITERS) {
      var counts = counts(lines, candidate);
      int most = commonest(counts);
      double score = most < 2 ? 0 : counts.stream().filter(it -> it == most).count() + most / 1e3;
      if (score > best) {
        best = score;
        delimiter = candidate;
      }
    }
    int fields = commonest(counts(lines, delimiter));
    int first = 0;
    while (first < lines.size() - 1 && cells(lines.get(first), delimiter).size() != fields) {
      first++;
    }
    first = best == 0 ? 0 : first;
    var cells = lines.isEmpty() ? List.<String>of() : cells(lines.get(first), delimiter);
    var records = counts(lines.subList(first, lines.size()), delimiter);
    boolean isTrailing = cells.size() > 1 && cells.get(cells.size() - 1).isBlank();
    cells = isTrailing ? cells.subList(0, cells.size() - 1) : cells;
    int width = cells.size() + (isTrailing ? 1 : 0);
    long wider = records.stream().filter(it -> it == width + 1).count();
    long shorter = records.stream().filter(it -> it < width).count();
    var names = isHeader(cells) ? List.<String>of() : numbered(cells.size());
    return new CsvGuess(
        new CsvDialect(
            delimiter,
            encoding,
            names,
            first,
            CsvDialect.NO_COMMENT,
            shorter > FEW * records.size(),
            isTrailing || wider > records.size() / 2),
        cells);
  }

  /** The names of the columns. */
  List<String> columns() {
    return dialect.columns().isEmpty() ? cells : dialect.columns();
  }

  /** The lines of a mapping that say so; null if it is what is taken for granted. */
  @Nullable String text() {
    var lines = new ArrayList<String>();
    if (dialect.delimiter() != ',') {
      lines.add(
          "  delimiter: "
              + (dialect.delimiter() == '\t' ? "tab" : Yaml.quoted("" + dialect.delimiter())));
    }
    if (!dialect.encoding().equals(CsvDialect.UTF_8)) {
      lines.add("  encoding: " + dialect.encoding());
    }
    if (dialect.skippedLines() > 0) {
      lines.add("  skip_lines: " + dialect.skippedLines());
    }
    if (!dialect.columns().isEmpty()) {
      lines.add("  header: none");
      lines.add("  columns: [" + String.join(", ", dialect.columns()) + "]");
    }
    if (dialect.areShortRowsGood()) {
      lines.add("  short_rows: true");
    }
    if (dialect.hasTrailingDelimiter()) {
      lines.add("  trailing_delimiter: true");
    }
    return lines.isEmpty() ? null : "csv:\n" + String.join("\n", lines) + "\n";
  }

  private static String encoding(byte[] beginning, boolean isWhole) {
    int mark = beginning.length < 2 ? 0 : (beginning[0] & 0xff) << 8 | beginning[1] & 0xff;
    if (mark == 0xfeff || mark == 0xfffe) {
      return UTF_16;
    }
    // A character of more than one byte may be cut at the end.
    int length = isWhole ? beginning.length : Math.max(0, beginning.length - 4);
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(beginning, 0, length));
      return CsvDialect.UTF_8;
    } catch (CharacterCodingException e) {
      return WINDOWS;
    }
  }

  private static List<Integer> counts(List<String> lines, char delimiter) {
    return lines.stream()
        .filter(it -> !it.isBlank())
        .map(it -> cells(it, delimiter).size())
        .toList();
  }

  private static int commonest(List<Integer> counts) {
    var times = new HashMap<Integer, Integer>();
    counts.forEach(it -> times.merge(it, 1, Integer::sum));
    return times.entrySet().stream()
        .max(
            Map.Entry.<Integer, Integer>comparingByValue()
                .thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey)
        .orElse(0);
  }

  private static List<String> cells(String line, char delimiter) {
    try {
      return List.of(CsvLine.split(line, delimiter));
    } catch (Rejection e) {
      // With another delimiter it may be a record, or it goes on in the next line.
      return List.of(line);
    }
  }

  private static boolean isHeader(List<String> cells) {
    // An index may have no name.
    return new HashSet<>(cells).size() == cells.size()
        && cells.stream().noneMatch(it -> NUMBER.matcher(it.strip()).matches())
        && cells.stream().skip(1).noneMatch(String::isBlank);
  }

  private static List<String> numbered(int columns) {
    return IntStream.rangeClosed(1, columns).mapToObj(it -> "column_" + it).toList();
  }
}
