package io.vigil.schemas.avro;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigil.schemas.json.ForeignJson;
import java.io.IOException;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link JsonRow} shows. Columns that the schema does not have are passed over, and one
 * that is not there has its default: so rows of older and newer versions are read alike.
 */
public final class JsonRowReader {

  /** Amounts must not go through floating point. */
  private static final ObjectMapper JSON =
      ForeignJson.mapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private JsonRowReader() {}

  /**
   * The row in one line.
   *
   * @throws IllegalArgumentException if it is none of that schema; the message holds no value
   */
  public static GenericRecord read(Schema schema, String line) {
    JsonNode object;
    try {
      object = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("is not JSON");
    }
    if (object == null || !object.isObject()) {
      throw new IllegalArgumentException("is no JSON object");
    }
    var row = new GenericData.Record(schema);
    for (var field : schema.getFields()) {
      row.put(field.pos(), column(field, object));
    }
    return row;
  }

  private static @Nullable Object column(Schema.Field field, JsonNode object) {
    var value = object.get(field.name());
    if (value == null) {
      var base64 = object.get(field.name() + "_base64");
      if (base64 != null) {
        return binary(field.name(), base64);
      }
      if (field.hasDefaultValue()) {
        return GenericData.get().getDefaultValue(field);
      }
      throw new IllegalArgumentException("has no column '" + field.name() + "'");
    }
    var type = value.isNull() ? field.schema() : notNull(field.schema());
    if (!fits(type, value)) {
      throw unfit(field.name());
    }
    try {
      return value(type, value);
    } catch (ArithmeticException | DateTimeException e) {
      throw unfit(field.name());
    }
  }

  private static boolean fits(Schema type, JsonNode value) {
    return switch (type.getType()) {
      case STRING -> value.isTextual();
      case BYTES -> isDecimal(type) ? value.isNumber() : value.isTextual();
      case LONG -> isTime(type) ? value.isTextual() : value.isIntegralNumber();
      case INT -> value.isIntegralNumber();
      case DOUBLE -> value.isNumber();
      case BOOLEAN -> value.isBoolean();
      case UNION -> value.isNull();
      default -> false;
    };
  }

  private static @Nullable Object value(Schema type, JsonNode value) {
    return switch (type.getType()) {
      case STRING -> value.asText();
      case BYTES -> bytes(type, value);
      case INT -> Math.toIntExact(value.longValue());
      case LONG -> isTime(type) ? Instant.parse(value.asText()).toEpochMilli() : value.longValue();
      case DOUBLE -> value.doubleValue();
      case BOOLEAN -> value.booleanValue();
      default -> null;
    };
  }

  private static boolean isTime(Schema type) {
    return type.getLogicalType() instanceof LogicalTypes.TimestampMillis;
  }

  private static boolean isDecimal(Schema type) {
    return type.getLogicalType() instanceof LogicalTypes.Decimal;
  }

  private static ByteBuffer bytes(Schema type, JsonNode value) {
    return type.getLogicalType() instanceof LogicalTypes.Decimal decimal
        ? ByteBuffer.wrap(
            value
                .decimalValue()
                .setScale(decimal.getScale(), RoundingMode.UNNECESSARY)
                .unscaledValue()
                .toByteArray())
        : ByteBuffer.wrap(value.asText().getBytes(StandardCharsets.UTF_8));
  }

  private static ByteBuffer binary(String column, JsonNode base64) {
    try {
      return ByteBuffer.wrap(base64.binaryValue());
    } catch (IOException e) {
      throw unfit(column);
    }
  }

  private static IllegalArgumentException unfit(String column) {
    return new IllegalArgumentException("column '" + column + "' has no value of its type");
  }

  private static Schema notNull(Schema schema) {
    return schema.isUnion() ? firstNotNull(schema.getTypes()) : schema;
  }

  private static Schema firstNotNull(List<Schema> branches) {
    return branches.stream()
        .filter(branch -> branch.getType() != Schema.Type.NULL)
        .findFirst()
        .orElseThrow();
  }
}
