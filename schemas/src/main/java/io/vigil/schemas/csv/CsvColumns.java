package io.vigil.schemas.csv;

import io.vigil.schemas.fields.Field;
import io.vigil.schemas.fields.Rejection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The columns that a CSV header names.
 *
 * @param names in their order, without white space around them
 */
record CsvColumns(List<String> names) {

  static CsvColumns of(String header, char delimiter) throws Rejection {
    return of(header, delimiter, Quoting.DEFAULT);
  }

  static CsvColumns of(String header, char delimiter, Quoting quoting) throws Rejection {
    return new CsvColumns(
        Stream.of(CsvLine.split(header, delimiter, quoting)).map(String::strip).toList());
  }

  /** A header of these names, as a file of that dialect would have it. */
  static String header(List<String> names, CsvDialect dialect) {
    return names.stream()
        .map(it -> field(it, dialect.quoting()))
        .collect(Collectors.joining(String.valueOf(dialect.delimiter())));
  }

  private static String field(String name, Quoting quoting) {
    char quote = quoting.quote();
    var text = new StringBuilder();
    for (char c : name.toCharArray()) {
      if (c == quoting.escape() && c != Quoting.NONE) {
        text.append(c);
      } else if (c == quote && c != Quoting.NONE) {
        text.append(quote);
      }
      text.append(c);
    }
    return quote == Quoting.NONE ? text.toString() : quote + text.toString() + quote;
  }

  /** The names that stand more than once. Columns without a name do not count. */
  List<String> duplicates() {
    var seen = new HashSet<String>();
    return names.stream().filter(it -> !it.isEmpty() && !seen.add(it)).distinct().toList();
  }

  /** Why no record of these columns can become a transaction; empty if there is no reason. */
  List<String> problems() {
    var problems = new ArrayList<String>();
    for (var field : Field.required()) {
      if (!names.contains(field.fieldName())) {
        problems.add("the column " + field.fieldName() + " is missing");
      }
    }
    for (var name : duplicates()) {
      problems.add("the column " + Rejection.quote(name) + " stands twice");
    }
    return problems;
  }
}
