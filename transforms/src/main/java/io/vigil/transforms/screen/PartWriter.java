package io.vigil.transforms.screen;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the values of one part of a history; {@link PartReader} reads them. */
final class PartWriter {

  /** Stands for a text that is absent; see {@link #repeatable}. */
  static final int ABSENT = 0;

  /** Stands before a text that the part does not have yet; higher numbers name those it has. */
  static final int NEW = 1;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final Map<String, Integer> known = new HashMap<>();

  void octet(int value) {
    bytes.write(value);
  }

  /** Seven bits in each byte, the lowest first; the eighth bit says that more follow. */
  void number(long value) {
    long left = value;
    while ((left & ~0x7fL) != 0) {
      bytes.write((int) (left & 0x7f) | 0x80);
      left >>>= 7;
    }
    bytes.write((int) left);
  }

  /** The sign goes into the lowest bit, so that small negative numbers are short too. */
  void signed(long value) {
    number((value << 1) ^ (value >> 63));
  }

  void text(String text) {
    var encoded = text.getBytes(StandardCharsets.UTF_8);
    number(encoded.length);
    bytes.writeBytes(encoded);
  }

  /** A text that is likely to stand in the part again. */
  void repeatable(@Nullable String text) {
    if (text == null) {
      number(ABSENT);
      return;
    }
    var number = known.putIfAbsent(text, NEW + 1 + known.size());
    if (number == null) {
      number(NEW);
      text(text);
    } else {
      number(number);
    }
  }

  void repeated(Collection<String> texts) {
    number(texts.size());
    texts.forEach(this::repeatable);
  }

  void content(Content content) {
    bytes.writeBytes(
        ByteBuffer.allocate(2 * Long.BYTES).putLong(content.high()).putLong(content.low()).array());
  }

  byte[] toBytes() {
    return bytes.toByteArray();
  }
}
