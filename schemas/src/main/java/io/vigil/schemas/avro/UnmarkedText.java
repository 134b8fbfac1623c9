package io.vigil.schemas.avro;

import io.vigil.schemas.Reason;
import io.vigil.schemas.fields.Rejection;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.avro.Schema;

/**
 * Texts that are bytes by their schema, because who wrote them in Parquet did not mark them: in
 * UTF-8, or in Windows-1252 where they are no UTF-8.
 */
public final class UnmarkedText {

  /** What the schema calls such bytes. */
  public static final String LOGICAL_TYPE = "unmarked";

  private static final List<Charset> CHARSETS =
      List.of(StandardCharsets.UTF_8, Charset.forName("windows-1252"));

  private UnmarkedText() {}

  /** Whether bytes of that schema may be a text. */
  public static boolean mayBe(Schema schema) {
    return LOGICAL_TYPE.equals(schema.getProp("logicalType"));
  }

  /** The text. */
  public static String of(byte[] bytes) throws Rejection {
    for (var charset : CHARSETS) {
      try {
        return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      } catch (CharacterCodingException e) {
        // The next one may know them.
      }
    }
    throw new Rejection(Reason.INVALID_UTF8, "bytes that are no text");
  }
}
