package io.vigil.pipelines.postgres;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The types of columns: what each is called in PostgreSQL, and how a value of a generic record
 * becomes an element of an array parameter, and a column of a result becomes the value.
 */
enum SqlType {
  TEXT("text", String.class) {
    @Override
    Object toSql(Object value, int scale) {
      return value.toString();
    }

    @Override
    @Nullable Object read(ResultSet row, int column, int scale) throws SQLException {
      return row.getString(column);
    }
  },

  INTEGER("int4", Integer.class) {
    @Override
    Object read(ResultSet row, int column, int scale) throws SQLException {
      return row.getInt(column);
    }
  },

  BIGINT("int8", Long.class) {
    @Override
    Object read(ResultSet row, int column, int scale) throws SQLException {
      return row.getLong(column);
    }
  },

  DOUBLE("float8", Double.class) {
    @Override
    Object read(ResultSet row, int column, int scale) throws SQLException {
      return row.getDouble(column);
    }
  },

  BOOLEAN("bool", Boolean.class) {
    @Override
    Object read(ResultSet row, int column, int scale) throws SQLException {
      return row.getBoolean(column);
    }
  },

  /** Times outside of the years 1 to 9999 are infinite: the ends of a long, when they are read. */
  TIME("timestamptz", String.class) {
    @Override
    Object toSql(Object value, int scale) {
      long millis = (Long) value;
      if (millis < FIRST_TIME) {
        return "-infinity";
      }
      return millis > LAST_TIME ? "infinity" : Instant.ofEpochMilli(millis).toString();
    }

    @Override
    @Nullable Object read(ResultSet row, int column, int scale) throws SQLException {
      var time = row.getObject(column, OffsetDateTime.class);
      if (time == null) {
        return null;
      }
      if (time.equals(OffsetDateTime.MIN)) {
        return Long.MIN_VALUE;
      }
      return time.equals(OffsetDateTime.MAX) ? Long.MAX_VALUE : time.toInstant().toEpochMilli();
    }
  },

  DECIMAL("numeric", String.class) {
    @Override
    Object toSql(Object value, int scale) {
      return new BigDecimal(new BigInteger(array(value)), scale).toPlainString();
    }

    @Override
    @Nullable Object read(ResultSet row, int column, int scale) throws SQLException {
      var decimal = row.getBigDecimal(column);
      return decimal == null
          ? null
          : ByteBuffer.wrap(decimal.setScale(scale).unscaledValue().toByteArray());
    }
  },

  BYTES("bytea", byte[].class) {
    @Override
    Object toSql(Object value, int scale) {
      return array(value);
    }

    @Override
    @Nullable Object read(ResultSet row, int column, int scale) throws SQLException {
      var bytes = row.getBytes(column);
      return bytes == null ? null : ByteBuffer.wrap(bytes);
    }
  };

  private static final long FIRST_TIME = Instant.parse("0001-01-01T00:00:00Z").toEpochMilli();
  private static final long LAST_TIME = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

  private final String sqlName;
  private final Class<?> element;

  SqlType(String sqlName, Class<?> element) {
    this.sqlName = sqlName;
    this.element = element;
  }

  /** What PostgreSQL calls it. */
  String sqlName() {
    return sqlName;
  }

  /** The class of the elements of an array parameter. */
  Class<?> element() {
    return element;
  }

  /** The element of an array parameter for a value that is not null. */
  Object toSql(Object value, int scale) {
    return value;
  }

  /** The value of a column, as a generic record has it; anything if the column is null. */
  abstract @Nullable Object read(ResultSet row, int column, int scale) throws SQLException;

  static SqlType of(Schema schema) {
    var logical = schema.getLogicalType();
    if (logical instanceof LogicalTypes.TimestampMillis) {
      return TIME;
    }
    if (logical instanceof LogicalTypes.Decimal) {
      return DECIMAL;
    }
    return switch (schema.getType()) {
      case STRING, ENUM -> TEXT;
      case INT -> INTEGER;
      case LONG -> BIGINT;
      case DOUBLE -> DOUBLE;
      case BOOLEAN -> BOOLEAN;
      case BYTES -> BYTES;
      case RECORD, ARRAY, MAP, UNION, FIXED, FLOAT, NULL ->
          throw new IllegalArgumentException("no column can hold " + schema);
    };
  }

  private static byte[] array(Object value) {
    var buffer = ((ByteBuffer) value).duplicate();
    var bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }
}
