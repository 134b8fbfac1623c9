package io.vigil.schemas.avro;

import io.vigil.schemas.Reason;
import io.vigil.schemas.fields.Rejection;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.avro.Schema;

/**
 * Walks over bytes in Avro's binary encoding that nobody has checked. Unlike the decoders of the
 * library it never takes memory, time or stack for a length that the bytes do not have.
 */
public final class Datum {

  /** Values within each other; a recursive schema could have them without end. */
  private static final int DEEPEST = 200;

  /**
   * How many values may be walked over, beyond {@link #STEPS_FOR_A_BYTE} of them: values without
   * bytes cost time too, and a schema of sixty lines can have 2^60 of them.
   */
  private static final long MOST_STEPS = 1_000_000;

  private static final long STEPS_FOR_A_BYTE = 16;

  private byte[] bytes = {};
  private int position;
  private long steps;

  public void set(byte[] newBytes) {
    bytes = newBytes;
    position = 0;
    steps = 0;
  }

  /** How many bytes have been walked over. */
  int position() {
    return position;
  }

  public int remaining() {
    return bytes.length - position;
  }

  /** The bytes that have been walked over since that position. */
  byte[] since(int start) {
    return Arrays.copyOfRange(bytes, start, position);
  }

  /** The bytes from that position to the end, or the first of them. */
  byte[] rest(int start, int most) {
    return Arrays.copyOfRange(bytes, start, start + Math.min(bytes.length - start, most));
  }

  public boolean readBoolean() throws Rejection {
    return bytes[take(1)] != 0;
  }

  public int readInt() throws Rejection {
    long value = readLong();
    if (value != (int) value) {
      throw malformed("an int of more than 32 bits");
    }
    return (int) value;
  }

  public long readLong() throws Rejection {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = bytes[take(1)];
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return (value >>> 1) ^ -(value & 1);
      }
    }
    throw malformed("a number without end");
  }

  public float readFloat() throws Rejection {
    return ByteBuffer.wrap(bytes, take(Float.BYTES), Float.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .getFloat();
  }

  public double readDouble() throws Rejection {
    return ByteBuffer.wrap(bytes, take(Double.BYTES), Double.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .getDouble();
  }

  public String readText() throws Rejection {
    int length = readLength();
    int start = take(length);
    var text = new String(bytes, start, length, StandardCharsets.UTF_8);
    // The decoder writes U+FFFD for what is no UTF-8, but the text may also hold one of its own.
    if (text.indexOf('\uFFFD') >= 0) {
      checkUtf8(ByteBuffer.wrap(bytes, start, length));
    }
    return text;
  }

  public byte[] readBytes() throws Rejection {
    return readFixed(readLength());
  }

  public byte[] readFixed(int length) throws Rejection {
    int start = take(length);
    return Arrays.copyOfRange(bytes, start, start + length);
  }

  /** The index of a union's branch or of an enum's symbol, of which there are so many. */
  public int readIndex(int count) throws Rejection {
    long index = readLong();
    if (index < 0 || index >= count) {
      throw malformed("choice " + index + " of " + count);
    }
    return (int) index;
  }

  public void skip(Schema schema) throws Rejection {
    skip(schema, DEEPEST);
  }

  private void skip(Schema schema, int deeper) throws Rejection {
    if (deeper == 0) {
      throw malformed("more than " + DEEPEST + " values within each other");
    }
    if (++steps > MOST_STEPS + STEPS_FOR_A_BYTE * position) {
      throw malformed("more than " + (steps - 1) + " values, most of them without bytes");
    }
    switch (schema.getType()) {
      case NULL -> {}
      case BOOLEAN -> take(1);
      case INT -> readInt();
      case LONG -> readLong();
      case FLOAT -> take(Float.BYTES);
      case DOUBLE -> take(Double.BYTES);
      case STRING, BYTES -> take(readLength());
      case FIXED -> take(schema.getFixedSize());
      case ENUM -> readIndex(schema.getEnumSymbols().size());
      case UNION -> {
        var branches = schema.getTypes();
        skip(branches.get(readIndex(branches.size())), deeper - 1);
      }
      case RECORD -> {
        var fields = schema.getFields();
        for (int i = 0; i < fields.size(); i++) {
          skip(fields.get(i).schema(), deeper - 1);
        }
      }
      case ARRAY -> skipBlocks(false, schema.getElementType(), deeper - 1);
      case MAP -> skipBlocks(true, schema.getValueType(), deeper - 1);
    }
  }

  private void skipBlocks(boolean haveKeys, Schema values, int deeper) throws Rejection {
    for (long count = readLong(); count != 0; count = readLong()) {
      if (count < 0) {
        take(readLength());
        continue;
      }
      for (long i = 0; i < count; i++) {
        int before = position;
        if (haveKeys) {
          take(readLength());
        }
        skip(values, deeper);
        if (position == before) {
          // Values without bytes: there may be any number of them.
          break;
        }
      }
    }
  }

  private int readLength() throws Rejection {
    long length = readLong();
    if (length < 0 || length > remaining()) {
      throw malformed("a length of " + length + " before the last " + remaining() + " bytes");
    }
    return (int) length;
  }

  private int take(int count) throws Rejection {
    if (count > remaining()) {
      throw malformed("the bytes end within a value");
    }
    int start = position;
    position += count;
    return start;
  }

  private static void checkUtf8(ByteBuffer text) throws Rejection {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(text);
    } catch (CharacterCodingException e) {
      throw new Rejection(Reason.INVALID_UTF8, "a string that is not UTF-8");
    }
  }

  private Rejection malformed(String problem) {
    return new Rejection(Reason.MALFORMED_AVRO, problem + ", at byte " + position);
  }
}
