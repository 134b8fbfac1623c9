package io.vigil.pipelines.postgres;

import io.vigil.pipelines.tables.Table;
import java.lang.reflect.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * One column of a table.
 *
 * @param position of its field in the record's schema, from 0
 * @param scale of a decimal
 * @param isKey whether it belongs to the key
 */
record SqlColumn(String name, int position, SqlType type, int scale, boolean isKey) {

  /** PostgreSQL's texts cannot hold U+0000; its picture stands for it. */
  private static final char NUL = '\0';

  private static final char PICTURE_OF_NUL = '\u2400';

  /** The columns of a table, in the order of its schema. */
  static List<SqlColumn> of(Table<?> table) {
    return table.type().schema().getFields().stream()
        .map(field -> of(field, table.key().contains(field.name())))
        .toList();
  }

  private static SqlColumn of(Schema.Field field, boolean isKey) {
    var schema = withoutNull(field.schema());
    int scale = schema.getLogicalType() instanceof LogicalTypes.Decimal it ? it.getScale() : 0;
    return new SqlColumn(field.name(), field.pos(), SqlType.of(schema), scale, isKey);
  }

  private static Schema withoutNull(Schema schema) {
    if (!schema.isUnion()) {
      return schema;
    }
    return schema.getTypes().stream()
        .filter(branch -> branch.getType() != Schema.Type.NULL)
        .findFirst()
        .orElseThrow();
  }

  /** The values of this column in all rows, as the array that stands for them in a statement. */
  Object[] valuesOf(List<GenericRecord> rows) {
    var values = (Object[]) Array.newInstance(type.element(), rows.size());
    for (int i = 0; i < values.length; i++) {
      values[i] = toSql(rows.get(i).get(position));
    }
    return values;
  }

  private @Nullable Object toSql(@Nullable Object value) {
    if (value == null) {
      return null;
    }
    var element = type.toSql(value, scale);
    // Two keys must not become one, so the server may refuse a key.
    return element instanceof String text && !isKey && text.indexOf(NUL) >= 0
        ? text.replace(NUL, PICTURE_OF_NUL)
        : element;
  }

  /** The value of this column in the current row of a result. */
  @Nullable Object read(ResultSet row) throws SQLException {
    var value = type.read(row, position + 1, scale);
    return row.wasNull() ? null : value;
  }
}
