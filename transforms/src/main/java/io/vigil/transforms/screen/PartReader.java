package io.vigil.transforms.screen;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values of one part of a history, as {@link PartWriter} has written them.
 *
 * @throws IllegalArgumentException from each of its methods, if the bytes cannot be right
 */
final class PartReader {

  private final ByteBuffer bytes;
  private final List<String> known = new ArrayList<>();

  PartReader(byte[] bytes, int position) {
    this.bytes = ByteBuffer.wrap(bytes).position(position);
  }

  int position() {
    return bytes.position();
  }

  int octet() {
    try {
      return bytes.get() & 0xff;
    } catch (BufferUnderflowException e) {
      throw damaged(e);
    }
  }

  long number() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      int octet = octet();
      value |= (octet & 0x7fL) << shift;
      if (octet < 0x80) {
        return value;
      }
    }
    throw damaged(null);
  }

  long signed() {
    long value = number();
    return (value >>> 1) ^ -(value & 1);
  }

  String text() {
    long length = number();
    if (length < 0 || length > bytes.remaining()) {
      throw damaged(null);
    }
    var text = new String(bytes.array(), bytes.position(), (int) length, StandardCharsets.UTF_8);
    bytes.position(bytes.position() + (int) length);
    return text;
  }

  @Nullable String repeatable() {
    long number = number();
    if (number == PartWriter.ABSENT) {
      return null;
    }
    if (number == PartWriter.NEW) {
      var text = text();
      known.add(text);
      return text;
    }
    long index = number - PartWriter.NEW - 1;
    if (index < 0 || index >= known.size()) {
      throw damaged(null);
    }
    return known.get((int) index);
  }

  /** A repeatable text that cannot be absent. */
  String required() {
    var text = repeatable();
    if (text == null) {
      throw damaged(null);
    }
    return text;
  }

  List<String> repeated() {
    var texts = new ArrayList<String>();
    for (long left = number(); left > 0; left--) {
      texts.add(required());
    }
    return texts;
  }

  Content content() {
    try {
      return new Content(bytes.getLong(), bytes.getLong());
    } catch (BufferUnderflowException e) {
      throw damaged(e);
    }
  }

  private static IllegalArgumentException damaged(@Nullable Exception cause) {
    return new IllegalArgumentException("damaged bytes in the history of a card", cause);
  }
}
