package io.vigil.schemas.avro;

import io.vigil.schemas.fields.Rejection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;

/**
 * Reads one of Vigil's records from rows that any version of Vigil wrote. Columns are found by
 * their names: one that the writer did not have yet gets its default, one that this version does
 * not know is passed over. It keeps a buffer, so each thread needs its own.
 *
 * @param <T> the record
 */
public final class RowDecoder<T> {

  /** Takes one column's value from the datum. */
  @FunctionalInterface
  private interface Step {
    void read(Datum from, GenericData.Record into) throws Rejection;
  }

  private final RecordType<T> type;
  private final List<Step> steps = new ArrayList<>();
  private final GenericData.Record defaults;
  private final Datum datum = new Datum();

  private RowDecoder(RecordType<T> type) {
    this.type = type;
    this.defaults = new GenericData.Record(type.schema());
  }

  /**
   * Works out how rows of the writer's schema are read.
   *
   * @param writer as JSON
   * @throws IllegalArgumentException if a column is missing that has no default, or has another
   *     type than it ever had, with a line for the user
   */
  static <T> RowDecoder<T> of(RecordType<T> type, String writer) {
    var decoder = new RowDecoder<>(type);
    var written = parse(writer);
    for (var field : type.schema().getFields()) {
      var column = written.getField(field.name());
      if (column == null && !field.hasDefaultValue()) {
        throw new IllegalArgumentException("there is no column " + field.name());
      }
      if (column != null && !nameOf(column.schema()).equals(nameOf(field.schema()))) {
        throw new IllegalArgumentException(
            "column %s is of type %s, not %s"
                .formatted(field.name(), nameOf(column.schema()), nameOf(field.schema())));
      }
      if (column == null) {
        decoder.defaults.put(field.pos(), GenericData.get().getDefaultValue(field));
      }
    }
    for (var column : written.getFields()) {
      decoder.steps.add(step(column.schema(), type.schema().getField(column.name())));
    }
    return decoder;
  }

  /** The record in a datum of the writer's schema. */
  public T decode(byte[] bytes) throws IOException {
    datum.set(bytes);
    var row = new GenericData.Record(defaults, false);
    try {
      for (var step : steps) {
        step.read(datum, row);
      }
    } catch (Rejection e) {
      throw new IOException(e.getMessage(), e);
    }
    return type.fromAvro(row);
  }

  private static Schema parse(String writer) {
    try {
      return ForeignSchema.parse(writer);
    } catch (Rejection e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static Step step(Schema column, Schema.@Nullable Field field) {
    if (field == null) {
      return (from, into) -> from.skip(column);
    }
    int position = field.pos();
    return (from, into) -> into.put(position, value(column, from));
  }

  /** Reads one value of a column that Vigil knows, all of which are flat. */
  private static @Nullable Object value(Schema schema, Datum from) throws Rejection {
    return switch (schema.getType()) {
      case STRING -> from.readText();
      case BYTES -> ByteBuffer.wrap(from.readBytes());
      case INT -> from.readInt();
      case LONG -> from.readLong();
      case DOUBLE -> from.readDouble();
      case BOOLEAN -> from.readBoolean();
      case UNION -> value(schema.getTypes().get(from.readIndex(schema.getTypes().size())), from);
      case NULL -> null;
      case RECORD, ENUM, ARRAY, MAP, FIXED, FLOAT ->
          throw new IllegalArgumentException(schema.getType() + " is in none of Vigil's schemas");
    };
  }

  /** The type without the null that it may be in a union with. */
  private static String nameOf(Schema schema) {
    if (!schema.isUnion()) {
      return schema.getType().getName();
    }
    return schema.getTypes().stream()
        .map(it -> it.getType().getName())
        .filter(it -> !it.equals("null"))
        .findFirst()
        .orElse("null");
  }
}
