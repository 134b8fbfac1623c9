package io.vigil.schemas.protect;

import io.vigil.schemas.Encoding;
import io.vigil.schemas.RawRecord;
import java.util.Arrays;

/**
 * What is encrypted of a record: a byte that says how its bytes are to be understood, and its
 * bytes.
 *
 * @param encoding of the bytes
 */
record Plaintext(Encoding encoding, byte[] bytes) {

  static byte[] of(RawRecord record) {
    var bytes = record.bytes();
    var plaintext = new byte[1 + bytes.length];
    plaintext[0] =
        switch (record.encoding()) {
          case JSON -> 'J';
          case CSV -> 'C';
          case AVRO -> 'A';
          case ENCRYPTED -> throw new IllegalArgumentException(record + " is encrypted");
        };
    System.arraycopy(bytes, 0, plaintext, 1, bytes.length);
    return plaintext;
  }

  /**
   * @throws IllegalArgumentException if this is not what {@link #of} makes
   */
  static Plaintext parse(byte[] plaintext) {
    var encoding =
        switch (plaintext.length == 0 ? 0 : plaintext[0]) {
          case 'J' -> Encoding.JSON;
          case 'C' -> Encoding.CSV;
          case 'A' -> Encoding.AVRO;
          default -> throw new IllegalArgumentException("no record was encrypted here");
        };
    return new Plaintext(encoding, Arrays.copyOfRange(plaintext, 1, plaintext.length));
  }
}
