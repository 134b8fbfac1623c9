package io.vigil.schemas.avro;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * Shows a row of any of Vigil's schemas as one line of JSON, for people's eyes: times in ISO 8601,
 * decimals as plain numbers, and bytes as the text that they are, or in Base64 under {@code
 * <name>_base64} if they are none.
 */
public final class JsonRow {

  private static final JsonFactory JSON = new JsonFactory();

  /** Text is better to read; a few escapes more do no harm. */
  private static final int SHORT = 1_000;

  private JsonRow() {}

  /**
   * The row as one line, without a line end.
   *
   * @throws IllegalArgumentException if a column holds an array, a map or another record
   */
  public static String of(GenericRecord row) {
    var line = new StringWriter(256);
    try (var json = JSON.createGenerator(line)) {
      json.writeStartObject();
      for (var field : row.getSchema().getFields()) {
        var value = row.get(field.pos());
        write(field.name(), value, typeOf(field.schema(), value), json);
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return line.toString();
  }

  /**
   * What names the row: its key columns as a JSON array, with the values that the row shows.
   *
   * @throws IllegalArgumentException if the row has no such column, or it has no plain value
   */
  public static String key(GenericRecord row, List<String> columns) {
    var key = new StringWriter(64);
    try (var json = JSON.createGenerator(key)) {
      json.writeStartArray();
      for (var column : columns) {
        var field = row.getSchema().getField(column);
        if (field == null) {
          throw new IllegalArgumentException("there is no column '" + column + "'");
        }
        var value = row.get(field.pos());
        writeValue(column, value, typeOf(field.schema(), value), json);
      }
      json.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return key.toString();
  }

  private static void write(
      String name, @Nullable Object value, @Nullable LogicalType type, JsonGenerator json)
      throws IOException {
    if (value instanceof ByteBuffer bytes && !(type instanceof LogicalTypes.Decimal)) {
      writeBytes(name, bytes, json);
    } else {
      json.writeFieldName(name);
      writeValue(name, value, type, json);
    }
  }

  private static void writeValue(
      String name, @Nullable Object value, @Nullable LogicalType type, JsonGenerator json)
      throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof Long millis && type instanceof LogicalTypes.TimestampMillis) {
      json.writeString(Instant.ofEpochMilli(millis).toString());
    } else if (value instanceof ByteBuffer bytes && type instanceof LogicalTypes.Decimal decimal) {
      json.writeNumber(plain(array(bytes), decimal.getScale()));
    } else if (value instanceof CharSequence text) {
      json.writeString(text.toString());
    } else if (value instanceof Number || value instanceof Boolean) {
      json.writeObject(value);
    } else {
      throw new IllegalArgumentException(name + ": " + value.getClass() + " is no plain column");
    }
  }

  private static void writeBytes(String name, ByteBuffer bytes, JsonGenerator json)
      throws IOException {
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(bytes.duplicate()).toString();
      if (isShorterThanBase64(text, bytes.remaining())) {
        json.writeStringField(name, text);
        return;
      }
    } catch (CharacterCodingException e) {
      // No text.
    }
    json.writeBinaryField(name + "_base64", array(bytes));
  }

  /** Characters that must be escaped may take six times their room, and Base64 a third more. */
  private static boolean isShorterThanBase64(String text, int bytes) {
    long more = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      more += c < ' ' ? 5 : c == '"' || c == '\\' ? 1 : 0;
    }
    return more <= Math.max(SHORT, bytes / 3);
  }

  private static String plain(byte[] unscaled, int scale) {
    return new BigDecimal(new BigInteger(unscaled), scale).stripTrailingZeros().toPlainString();
  }

  private static byte[] array(ByteBuffer buffer) {
    var bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  /** The logical type of the column, or of the one type that it may have beside null. */
  private static @Nullable LogicalType typeOf(Schema schema, @Nullable Object value) {
    if (value == null || !schema.isUnion()) {
      return schema.getLogicalType();
    }
    return schema.getTypes().stream()
        .filter(branch -> branch.getType() != Schema.Type.NULL)
        .findFirst()
        .map(Schema::getLogicalType)
        .orElse(null);
  }
}
