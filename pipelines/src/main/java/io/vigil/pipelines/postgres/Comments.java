package io.vigil.pipelines.postgres;

import io.vigil.pipelines.tables.Table;
import java.util.ArrayList;
import java.util.List;

/** The comments on tables and columns, which say what the published schemas say. */
final class Comments {

  private Comments() {}

  /** Statements that set the comments of a table. */
  static List<String> of(String schema, Table<?> table) {
    var name = UpsertSql.nameOf(schema, table);
    var record = table.type().schema();
    var comments = new ArrayList<String>();
    if (record.getDoc() != null) {
      comments.add("COMMENT ON TABLE %s IS %s".formatted(name, literal(record.getDoc())));
    }
    for (var field : record.getFields()) {
      if (field.doc() != null) {
        comments.add(
            "COMMENT ON COLUMN %s.%s IS %s"
                .formatted(name, Identifier.quoted(field.name()), literal(field.doc())));
      }
    }
    return comments;
  }

  private static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
