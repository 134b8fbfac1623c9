package io.vigil.schemas.parquet;

import io.vigil.schemas.avro.UnmarkedText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;
import org.apache.avro.io.Encoder;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;

/**
 * How a type of Parquet becomes one of Avro.
 *
 * <p>What Avro has no type for becomes the nearest one that holds the same value: decimals always
 * bytes, unsigned numbers wider ones, UUIDs strings. Nanoseconds become microseconds; the outdated
 * INT96, which does not say whether it is local, becomes a local time. Binary columns without a
 * meaning are bytes that may be texts.
 *
 * @param avro the type in Avro, as JSON
 */
record LeafType(String avro, ValueWriter writer) {

  /** Writes the value that the leaf holds. */
  @FunctionalInterface
  interface ValueWriter {
    void write(Leaf leaf, Encoder to) throws IOException;
  }

  private static final LeafType BYTES = plain("bytes", LeafType::writeBinary);

  /** Avro writes strings and bytes alike. */
  private static final LeafType TEXT = plain("string", LeafType::writeBinary);

  private static final LeafType UNMARKED =
      logical("bytes", UnmarkedText.LOGICAL_TYPE, LeafType::writeBinary);

  /** The Julian day of 1970-01-01. */
  private static final long JULIAN_1970 = 2_440_588;

  private static final long MILLIS_OF_DAY = 86_400_000;
  private static final long NANOS_OF_MILLI = 1_000_000;

  static LeafType of(PrimitiveType type) {
    var meaning = type.getLogicalTypeAnnotation();
    return switch (type.getPrimitiveTypeName()) {
      case BOOLEAN -> plain("boolean", (leaf, to) -> to.writeBoolean(leaf.number() != 0));
      case FLOAT -> plain("float", (leaf, to) -> to.writeFloat((float) leaf.real()));
      case DOUBLE -> plain("double", (leaf, to) -> to.writeDouble(leaf.real()));
      case INT32 -> ofInt(meaning);
      case INT64 -> ofLong(meaning);
      case INT96 -> logical("long", "local-timestamp-millis", LeafType::writeOldTime);
      // Old writers mark no texts. Whether it is one shows where it is used.
      case BINARY -> meaning == null ? UNMARKED : ofBinary(meaning);
      case FIXED_LEN_BYTE_ARRAY -> ofBinary(meaning);
    };
  }

  private static LeafType ofInt(LogicalTypeAnnotation meaning) {
    if (meaning instanceof DecimalLogicalTypeAnnotation decimal) {
      return decimal(decimal.getPrecision(), decimal.getScale(), LeafType::writeUnscaled);
    }
    if (meaning instanceof IntLogicalTypeAnnotation integer && !integer.isSigned()) {
      return plain("long", (leaf, to) -> to.writeLong(leaf.number() & 0xffff_ffffL));
    }
    if (meaning instanceof DateLogicalTypeAnnotation) {
      return logical("int", "date", LeafType::writeInt);
    }
    return meaning instanceof TimeLogicalTypeAnnotation
        ? logical("int", "time-millis", LeafType::writeInt)
        : plain("int", LeafType::writeInt);
  }

  private static LeafType ofLong(LogicalTypeAnnotation meaning) {
    if (meaning instanceof DecimalLogicalTypeAnnotation decimal) {
      return decimal(decimal.getPrecision(), decimal.getScale(), LeafType::writeUnscaled);
    }
    if (meaning instanceof IntLogicalTypeAnnotation integer && !integer.isSigned()) {
      return decimal(20, 0, LeafType::writeUnsigned);
    }
    if (meaning instanceof TimestampLogicalTypeAnnotation time) {
      var name = time.isAdjustedToUTC() ? "timestamp" : "local-timestamp";
      return ofTime(name, time.getUnit());
    }
    return meaning instanceof TimeLogicalTypeAnnotation time
        ? ofTime("time", time.getUnit())
        : plain("long", LeafType::writeLong);
  }

  private static LeafType ofTime(String name, TimeUnit unit) {
    return switch (unit) {
      case MILLIS -> logical("long", name + "-millis", LeafType::writeLong);
      case MICROS -> logical("long", name + "-micros", LeafType::writeLong);
      case NANOS ->
          logical(
              "long",
              name + "-micros",
              (leaf, to) -> to.writeLong(Math.floorDiv(leaf.number(), 1_000L)));
    };
  }

  private static LeafType ofBinary(LogicalTypeAnnotation meaning) {
    if (meaning instanceof DecimalLogicalTypeAnnotation decimal) {
      return decimal(decimal.getPrecision(), decimal.getScale(), LeafType::writeBinary);
    }
    if (meaning instanceof UUIDLogicalTypeAnnotation) {
      return plain("string", LeafType::writeUuid);
    }
    boolean isText =
        meaning instanceof StringLogicalTypeAnnotation
            || meaning instanceof EnumLogicalTypeAnnotation
            || meaning instanceof JsonLogicalTypeAnnotation;
    return isText ? TEXT : BYTES;
  }

  private static void writeInt(Leaf leaf, Encoder to) throws IOException {
    to.writeInt((int) leaf.number());
  }

  private static void writeLong(Leaf leaf, Encoder to) throws IOException {
    to.writeLong(leaf.number());
  }

  private static void writeBinary(Leaf leaf, Encoder to) throws IOException {
    to.writeBytes(leaf.binary().toByteBuffer());
  }

  /** Nanoseconds of the day, and the Julian day. Milliseconds hold whatever stands there. */
  private static void writeOldTime(Leaf leaf, Encoder to) throws IOException {
    var bytes = leaf.binary().toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    long ofDay = Math.floorDiv(bytes.getLong(), NANOS_OF_MILLI);
    to.writeLong((bytes.getInt() - JULIAN_1970) * MILLIS_OF_DAY + ofDay);
  }

  private static void writeUnscaled(Leaf leaf, Encoder to) throws IOException {
    to.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(0, leaf.number()));
  }

  private static void writeUnsigned(Leaf leaf, Encoder to) throws IOException {
    // The zero in front keeps the highest bit from being a sign.
    to.writeBytes(ByteBuffer.allocate(1 + Long.BYTES).putLong(1, leaf.number()));
  }

  private static void writeUuid(Leaf leaf, Encoder to) throws IOException {
    var bytes = leaf.binary().toByteBuffer();
    to.writeString(new UUID(bytes.getLong(), bytes.getLong()).toString());
  }

  private static LeafType plain(String type, ValueWriter writer) {
    return new LeafType('"' + type + '"', writer);
  }

  private static LeafType logical(String type, String name, ValueWriter writer) {
    var json = "{\"type\":\"%s\",\"logicalType\":\"%s\"}".formatted(type, name);
    return new LeafType(json, writer);
  }

  private static LeafType decimal(int precision, int scale, ValueWriter writer) {
    var json =
        "{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":%d,\"scale\":%d}"
            .formatted(precision, scale);
    return new LeafType(json, writer);
  }
}
