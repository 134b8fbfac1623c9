package io.vigil.schemas.protect;

import io.vigil.schemas.Encoding;
import io.vigil.schemas.RawRecord;
import io.vigil.schemas.TopicMetadata;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What is encrypted of a record: a byte that says how its bytes are to be understood, what a topic
 * kept beside it if there is such a thing (then the byte is a small letter), and its bytes.
 *
 * @param encoding of the bytes
 */
record Plaintext(Encoding encoding, @Nullable TopicMetadata metadata, byte[] bytes) {

  private static final int TO_LOWER_CASE = 'a' - 'A';

  static byte[] of(RawRecord record) {
    char letter =
        switch (record.encoding()) {
          case JSON -> 'J';
          case CSV -> 'C';
          case AVRO -> 'A';
          case CONFLUENT -> 'W';
          case ENCRYPTED -> throw new IllegalArgumentException(record + " is encrypted");
        };
    var bytes = record.bytes();
    var metadata = record.metadata();
    if (metadata == null) {
      return ByteBuffer.allocate(1 + bytes.length).put((byte) letter).put(bytes).array();
    }
    var beside = metadata.toJson().getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(1 + Integer.BYTES + beside.length + bytes.length)
        .put((byte) (letter + TO_LOWER_CASE))
        .putInt(beside.length)
        .put(beside)
        .put(bytes)
        .array();
  }

  /**
   * @throws IllegalArgumentException if this is not what {@link #of} makes
   */
  static Plaintext parse(byte[] plaintext) {
    var in = ByteBuffer.wrap(plaintext);
    try {
      byte letter = in.get();
      boolean hasMetadata = letter >= 'a';
      var encoding =
          switch (hasMetadata ? letter - TO_LOWER_CASE : letter) {
            case 'J' -> Encoding.JSON;
            case 'C' -> Encoding.CSV;
            case 'A' -> Encoding.AVRO;
            case 'W' -> Encoding.CONFLUENT;
            default -> throw new IllegalArgumentException("no record was encrypted here");
          };
      var metadata = hasMetadata ? TopicMetadata.ofJson(text(take(in, in.getInt()))) : null;
      return new Plaintext(encoding, metadata, take(in, in.remaining()));
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("no record was encrypted here", e);
    }
  }

  private static byte[] take(ByteBuffer in, int length) {
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    var bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
