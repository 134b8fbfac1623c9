package io.vigil.schemas.avro;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Objects;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** Reads the columns of a generic record by name, as the types that Vigil's records have. */
record Row(GenericRecord fields) {

  String text(String name) {
    return required(name).toString();
  }

  @Nullable String textOrNull(String name) {
    var value = fields.get(name);
    return value == null ? null : value.toString();
  }

  int intNumber(String name) {
    return (Integer) required(name);
  }

  long number(String name) {
    return (Long) required(name);
  }

  @Nullable Long numberOrNull(String name) {
    return (Long) fields.get(name);
  }

  double real(String name) {
    return (Double) required(name);
  }

  @Nullable Double realOrNull(String name) {
    return (Double) fields.get(name);
  }

  boolean flag(String name) {
    return (Boolean) required(name);
  }

  byte[] bytes(String name) {
    var buffer = ((ByteBuffer) required(name)).duplicate();
    var bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  /** The constant that the column names, in upper or lower case. */
  <E extends Enum<E>> E word(String name, Class<E> type) {
    return Enum.valueOf(type, text(name).toUpperCase(Locale.ROOT));
  }

  private Object required(String name) {
    return Objects.requireNonNull(fields.get(name), name);
  }
}
