package io.vigil.local.demo;

import java.util.ArrayList;
import java.util.List;

/** Sets rows of text in columns: the first one to the left, numbers to the right. */
final class TextTable {

  private static final String GAP = "  ";

  private TextTable() {}

  /**
   * A line for the header and one for each row.
   *
   * @throws IllegalArgumentException if a row has not as many cells as the header
   */
  static List<String> lines(List<String> header, List<List<String>> rows) {
    var all = new ArrayList<List<String>>();
    all.add(header);
    all.addAll(rows);
    var widths = new int[header.size()];
    for (var row : all) {
      if (row.size() != widths.length) {
        throw new IllegalArgumentException("a row of %d cells: %s".formatted(row.size(), row));
      }
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    return all.stream().map(row -> line(row, widths)).toList();
  }

  private static String line(List<String> row, int[] widths) {
    var line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      var padding = " ".repeat(widths[i] - row.get(i).length());
      line.append(i == 0 ? row.get(i) + padding : GAP + padding + row.get(i));
    }
    return line.toString().stripTrailing();
  }
}
