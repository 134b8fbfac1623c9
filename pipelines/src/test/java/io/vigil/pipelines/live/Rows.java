package io.vigil.pipelines.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigil.pipelines.files.OutputFormat;
import io.vigil.pipelines.files.WrittenJson;
import io.vigil.pipelines.tables.Table;
import io.vigil.schemas.avro.JsonRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;

/** The rows of a table as JSON, from any place that Vigil writes to. */
interface Rows {

  ObjectMapper JSON = new ObjectMapper();

  Collection<ObjectNode> of(Table<?> table);

  /** From the folder of a bounded run. */
  static Rows inFolder(Path folder) {
    return table -> {
      try {
        return WrittenJson.rows(folder.resolve(table.name()), "*", OutputFormat.jsonl, table.type())
            .stream()
            .map(it -> (ObjectNode) it)
            .toList();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  /** The newest row of each key in the topics, as compaction would leave it. */
  static Rows inTopics(Topics topics, String prefix) {
    return table -> {
      var rows = new LinkedHashMap<String, ObjectNode>();
      for (var record : topics.read(prefix + "." + table.name().replace('_', '-'))) {
        rows.put(new String(record.key(), UTF_8), parse(new String(record.value(), UTF_8)));
      }
      return rows.values();
    };
  }

  /** From the tables of a schema in PostgreSQL. */
  static Rows inPostgres(Connection connection, String schema) {
    return table -> {
      var fields = table.type().schema().getFields();
      var columns =
          fields.stream().map(it -> '"' + it.name() + '"').collect(Collectors.joining(", "));
      var rows = new ArrayList<ObjectNode>();
      try (var statement = connection.createStatement();
          var result =
              statement.executeQuery(
                  "SELECT %s FROM %s.%s".formatted(columns, schema, table.name()))) {
        while (result.next()) {
          var row = new GenericData.Record(table.type().schema());
          for (var field : fields) {
            row.put(field.pos(), value(result, field.name(), field.schema()));
          }
          rows.add(parse(JsonRow.of(row)));
        }
      } catch (SQLException e) {
        throw new IllegalStateException(table + ": " + e.getMessage(), e);
      }
      return rows;
    };
  }

  private static @Nullable Object value(ResultSet row, String column, Schema schema)
      throws SQLException {
    if (row.getObject(column) == null) {
      return null;
    }
    if (schema.isUnion()) {
      return value(row, column, notNull(schema.getTypes()));
    }
    if (schema.getLogicalType() instanceof LogicalTypes.TimestampMillis) {
      return row.getObject(column, OffsetDateTime.class).toInstant().toEpochMilli();
    }
    if (schema.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
      var unscaled = row.getBigDecimal(column).setScale(decimal.getScale()).unscaledValue();
      return ByteBuffer.wrap(unscaled.toByteArray());
    }
    return schema.getType() == Schema.Type.BYTES
        ? ByteBuffer.wrap(row.getBytes(column))
        : row.getObject(column);
  }

  private static Schema notNull(List<Schema> branches) {
    return branches.get(branches.get(0).getType() == Schema.Type.NULL ? 1 : 0);
  }

  private static ObjectNode parse(String row) {
    try {
      return (ObjectNode) JSON.readTree(row);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
