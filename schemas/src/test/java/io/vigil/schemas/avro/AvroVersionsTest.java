package io.vigil.schemas.avro;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.vigil.schemas.SourcePosition;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which schema fits is found out in a time that the bytes of a topic cannot draw out. */
@Timeout(60)
class AvroVersionsTest {

  private static final SourcePosition HERE = SourcePosition.inTopic("t", 0, 0);
  private static final String NUMBER = record("A", "\"long\"");

  @Test
  void anArrayOfNullsWithoutEndIsSkippedAtOnce() {
    var nulls = record("B", "{\"type\":\"array\",\"items\":\"null\"}");
    // 2^62 nulls, and the end of the array.
    var value = bytes(0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f, 0);
    assertThat(AvroVersions.of(List.of(NUMBER, nulls)).record(HERE, value).schema(), is(nulls));
  }

  @Test
  void aSchemaWithinItselfEndsAtALimit() {
    var endless =
        "{\"type\":\"record\",\"name\":\"B\",\"fields\":[{\"name\":\"a\",\"type\":\"B\"}]}";
    var value = bytes(1, 2, 3, 4);
    assertThat(AvroVersions.of(List.of(endless, NUMBER)).record(HERE, value).schema(), is(endless));
    var fits = bytes(2);
    assertThat(AvroVersions.of(List.of(endless, NUMBER)).record(HERE, fits).schema(), is(NUMBER));
  }

  private static String record(String name, String type) {
    return "{\"type\":\"record\",\"name\":\"%s\",\"fields\":[{\"name\":\"a\",\"type\":%s}]}"
        .formatted(name, type);
  }

  private static byte[] bytes(int... values) {
    var bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
