package io.vigil.schemas.mapping;

import io.vigil.schemas.RawRecord;
import io.vigil.schemas.Reason;
import io.vigil.schemas.avro.Datum;
import io.vigil.schemas.avro.ForeignSchema;
import io.vigil.schemas.avro.UnmarkedText;
import io.vigil.schemas.fields.Rejection;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Rows in Avro: a record whose fields are the columns, in the writer's schema. Only what is wanted
 * is decoded. A floating point number is taken for its shortest decimal form.
 */
final class AvroRows implements RowReader {

  /** A schema of a few kilobytes can name more columns than memory holds. */
  private static final int MOST_NAMES = 100_000;

  private static final int LONGEST_DECIMAL_BYTES = 400;
  private static final long MICROS = 1_000_000;
  private static final long NANOS_OF_DAY = 86_400_000_000_000L;

  private final ColumnTree wanted;
  private final Datum datum = new Datum();
  private final SchemaCache<Schema> schemas = new SchemaCache<>(AvroRows::parse);

  AvroRows(List<String> columns) {
    this.wanted = ColumnTree.of(columns);
  }

  @Override
  public void read(RawRecord record, Row into) throws Rejection {
    var schema = schemas.get(record.schema());
    datum.set(record.bytes());
    fields(schema, wanted, into);
    if (datum.remaining() > 0) {
      throw new Rejection(
          Reason.MALFORMED_AVRO, datum.remaining() + " bytes are left behind the record");
    }
  }

  @Override
  public List<String> columns(@Nullable String schema) throws Rejection {
    var names = new ArrayList<String>();
    addNames("", schemas.get(schema), wanted, names);
    return names;
  }

  private static Schema parse(String json) throws Rejection {
    var schema = ForeignSchema.parse(json);
    if (schema.getType() != Schema.Type.RECORD) {
      throw new Rejection(
          Reason.MALFORMED_AVRO, "the schema is of type " + schema.getType().getName());
    }
    return schema;
  }

  /** Adds the names of columns, with those within records on the way to what is wanted. */
  private static void addNames(
      String prefix, Schema schema, @Nullable ColumnTree place, List<String> names)
      throws Rejection {
    if (place == null || !place.hasChildren()) {
      return;
    }
    if (schema.getType() == Schema.Type.UNION) {
      for (var branch : schema.getTypes()) {
        addNames(prefix, branch, place, names);
      }
    } else if (schema.getType() == Schema.Type.RECORD) {
      for (var field : schema.getFields()) {
        if (names.size() == MOST_NAMES) {
          throw new Rejection(
              Reason.MALFORMED_AVRO, "the schema has more than " + MOST_NAMES + " columns");
        }
        names.add(prefix + field.name());
        var child = place.child(field.name());
        addNames(prefix + field.name() + ".", field.schema(), child, names);
      }
    }
  }

  private void fields(Schema record, ColumnTree place, Row into) throws Rejection {
    for (var field : record.getFields()) {
      var child = place.child(field.name());
      if (child == null) {
        datum.skip(field.schema());
      } else {
        value(field.schema(), child, into);
      }
    }
  }

  private void value(Schema schema, ColumnTree place, Row into) throws Rejection {
    switch (schema.getType()) {
      case UNION -> {
        var branches = schema.getTypes();
        value(branches.get(datum.readIndex(branches.size())), place, into);
      }
      case RECORD -> {
        fields(schema, place, into);
        place.put(Unusable.NESTED, into);
      }
      case ARRAY, MAP -> {
        datum.skip(schema);
        place.put(Unusable.NESTED, into);
      }
      default -> place.put(single(schema), into);
    }
  }

  private @Nullable Object single(Schema schema) throws Rejection {
    return switch (schema.getType()) {
      case NULL -> null;
      case BOOLEAN -> datum.readBoolean();
      case INT -> whole(schema.getLogicalType(), datum.readInt());
      case LONG -> whole(schema.getLogicalType(), datum.readLong());
      case FLOAT -> shortest(Float.toString(datum.readFloat()));
      case DOUBLE -> shortest(Double.toString(datum.readDouble()));
      case STRING -> datum.readText();
      case ENUM -> {
        var symbols = schema.getEnumSymbols();
        yield symbols.get(datum.readIndex(symbols.size()));
      }
      case BYTES ->
          UnmarkedText.mayBe(schema)
              ? UnmarkedText.of(datum.readBytes())
              : decimal(schema.getLogicalType(), datum.readBytes());
      case FIXED -> decimal(schema.getLogicalType(), datum.readFixed(schema.getFixedSize()));
      default -> throw new IllegalStateException(schema.getType() + " is no single value");
    };
  }

  private static Object whole(@Nullable LogicalType type, long value) {
    return switch (type == null ? "" : type.getName()) {
      case "timestamp-millis" -> Instant.ofEpochMilli(value);
      case "timestamp-micros" -> fromMicros(value);
      case "local-timestamp-millis" ->
          LocalDateTime.ofInstant(Instant.ofEpochMilli(value), ZoneOffset.UTC);
      case "local-timestamp-micros" -> LocalDateTime.ofInstant(fromMicros(value), ZoneOffset.UTC);
      case "date" -> LocalDate.ofEpochDay(value).toString();
      case "time-millis" -> timeOfDay(value, 1_000_000);
      case "time-micros" -> timeOfDay(value, 1_000);
      default -> BigDecimal.valueOf(value);
    };
  }

  /** In ISO 8601, with seconds: {@code 10:15:00}; the number itself if no clock shows it. */
  private static Object timeOfDay(long value, long nanos) {
    long ofDay = value * nanos;
    return value < 0 || value > NANOS_OF_DAY / nanos || ofDay >= NANOS_OF_DAY
        ? BigDecimal.valueOf(value)
        : DateTimeFormatter.ISO_LOCAL_TIME.format(LocalTime.ofNanoOfDay(ofDay));
  }

  private static Instant fromMicros(long value) {
    return Instant.ofEpochSecond(
        Math.floorDiv(value, MICROS), Math.floorMod(value, MICROS) * 1_000);
  }

  private static Object shortest(String number) {
    return number.endsWith("N") || number.endsWith("y")
        ? Unusable.NOT_FINITE
        : new BigDecimal(number);
  }

  private static Object decimal(@Nullable LogicalType type, byte[] unscaled) {
    if (!(type instanceof LogicalTypes.Decimal decimal) || unscaled.length == 0) {
      return Unusable.BYTES;
    }
    return unscaled.length > LONGEST_DECIMAL_BYTES
        ? Unusable.TOO_LONG
        : new BigDecimal(new BigInteger(unscaled), decimal.getScale());
  }
}
