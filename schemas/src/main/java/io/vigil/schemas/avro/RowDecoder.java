package io.vigil.schemas.avro;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.DecoderFactory;
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
    void read(Decoder from, GenericData.Record into) throws IOException;
  }

  private final RecordType<T> type;
  private final List<Step> steps = new ArrayList<>();
  private final GenericData.Record defaults;
  private BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(new byte[0], null);

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
    var written = new Schema.Parser().setValidate(false).parse(writer);
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
    decoder = DecoderFactory.get().binaryDecoder(bytes, decoder);
    var row = new GenericData.Record(defaults, false);
    for (var step : steps) {
      step.read(decoder, row);
    }
    return type.fromAvro(row);
  }

  private static Step step(Schema column, Schema.@Nullable Field field) {
    if (field == null) {
      return (from, into) -> GenericDatumReader.skip(column, from);
    }
    int position = field.pos();
    return (from, into) -> into.put(position, FlatReader.value(column, from));
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
