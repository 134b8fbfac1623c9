package io.vigil.pipelines.postgres;

import static java.util.stream.Collectors.joining;

import io.vigil.pipelines.tables.Table;
import io.vigil.pipelines.tables.VersionPart;
import java.util.List;

/** The texts of the statements that write and read a table. */
final class UpsertSql {

  /** When a row was last written, by the server's clock. Only the server fills it. */
  private static final String WRITTEN_AT = Identifier.quoted("written_at");

  private UpsertSql() {}

  /**
   * Inserts many rows; a row whose key is there already replaces it if its version is not older.
   * Each parameter is an array: the values of one column in all rows.
   */
  static String upsert(String schema, Table<?> table) {
    var columns = SqlColumn.of(table);
    var names = columns.stream().map(SqlColumn::name).toList();
    var arrays =
        columns.stream().map(it -> "?::" + it.type().sqlName() + "[]").collect(joining(", "));
    return "INSERT INTO %s AS present (%s) SELECT * FROM unnest(%s) ON CONFLICT (%s) DO %s"
        .formatted(
            nameOf(schema, table), list(names), arrays, list(table.key()), action(table, columns));
  }

  /** What becomes of a row that is there already. */
  private static String action(Table<?> table, List<SqlColumn> columns) {
    var changes =
        columns.stream()
            .filter(it -> !it.isKey())
            .map(it -> Identifier.quoted(it.name()))
            .map(name -> name + " = excluded." + name)
            .collect(joining(", "));
    return changes.isEmpty()
        ? "NOTHING"
        : "UPDATE SET %s, %s = DEFAULT%s".formatted(changes, WRITTEN_AT, guard(table.version()));
  }

  /** Takes over the rows of another schema for which the condition holds, as an upsert does. */
  static String copy(String from, String to, Table<?> table, String condition) {
    var columns = SqlColumn.of(table);
    var names = list(columns.stream().map(SqlColumn::name).toList());
    return "INSERT INTO %s AS present (%s) SELECT %s FROM %s AS it WHERE %s ON CONFLICT (%s) DO %s"
        .formatted(
            nameOf(to, table),
            names,
            names,
            nameOf(from, table),
            condition,
            list(table.key()),
            action(table, columns));
  }

  /** The rows for which the condition holds, called {@code it}, in the order of their keys. */
  static String select(String schema, Table<?> table, String condition) {
    var names = SqlColumn.of(table).stream().map(SqlColumn::name).toList();
    return "SELECT %s FROM %s AS it WHERE %s ORDER BY %s"
        .formatted(list(names), nameOf(schema, table), condition, list(table.key()));
  }

  static String nameOf(String schema, Table<?> table) {
    return Identifier.quoted(schema) + "." + Identifier.quoted(table.name());
  }

  private static String guard(List<VersionPart> version) {
    if (version.isEmpty()) {
      return "";
    }
    return " WHERE (%s) >= (%s)".formatted(of(version, "excluded"), of(version, "present"));
  }

  private static String of(List<VersionPart> version, String row) {
    return version.stream().map(part -> of(part, row)).collect(joining(", "));
  }

  private static String of(VersionPart part, String row) {
    var columns =
        part.columns().stream().map(column -> row + "." + Identifier.quoted(column)).toList();
    return columns.size() == 1
        ? columns.get(0)
        : columns.stream().map(column -> column + "::numeric").collect(joining(" + "));
  }

  private static String list(List<String> names) {
    return names.stream().map(Identifier::quoted).collect(joining(", "));
  }
}
