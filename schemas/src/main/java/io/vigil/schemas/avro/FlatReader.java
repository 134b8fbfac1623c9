package io.vigil.schemas.avro;

import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.Decoder;
import org.jspecify.annotations.Nullable;

/**
 * Reads what was written with one of Vigil's own schemas, all of which are flat. The library's
 * reader resolves the writer's schema against the reader's, at many times the cost, and belongs to
 * one thread; here they are the same, and nothing is kept.
 */
final class FlatReader {

  private FlatReader() {}

  static GenericRecord read(Schema schema, Decoder from) throws IOException {
    var row = new GenericData.Record(schema);
    for (var field : schema.getFields()) {
      row.put(field.pos(), value(field.schema(), from));
    }
    return row;
  }

  private static @Nullable Object value(Schema schema, Decoder from) throws IOException {
    return switch (schema.getType()) {
      case STRING -> from.readString();
      case BYTES -> from.readBytes(null);
      case INT -> from.readInt();
      case LONG -> from.readLong();
      case DOUBLE -> from.readDouble();
      case BOOLEAN -> from.readBoolean();
      case UNION -> value(schema.getTypes().get(from.readIndex()), from);
      case NULL -> {
        from.readNull();
        yield null;
      }
      case RECORD, ENUM, ARRAY, MAP, FIXED, FLOAT ->
          throw new IllegalArgumentException(schema.getType() + " is in none of Vigil's schemas");
    };
  }
}
