package io.vigil.pipelines.pages;

import java.util.ArrayList;
import java.util.List;

/** Rows of text in columns: the first one to the left, figures to the right. */
public final class TextTable {

  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();

  public TextTable(String... header) {
    rows.add(List.of(header));
  }

  /** Adds a row, which has as many cells as the header. */
  public void add(String... cells) {
    if (cells.length != header().size()) {
      throw new IllegalArgumentException(
          cells.length + " cells in " + header().size() + " columns");
    }
    rows.add(List.of(cells));
  }

  /** The names of the columns. */
  public List<String> header() {
    return rows.get(0);
  }

  /** All rows but the header. */
  public List<List<String>> body() {
    return rows.subList(1, rows.size());
  }

  /** The table as text, a line for each row. */
  public List<String> lines() {
    var lines = new ArrayList<String>();
    for (var row : rows) {
      var line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        var cell = row.get(column);
        var padding = " ".repeat(width(column) - cell.length());
        line.append(column == 0 ? cell + padding : GAP + padding + cell);
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }
}
