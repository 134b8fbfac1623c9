package io.vigil.schemas.csv;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vigil.schemas.Records;
import io.vigil.schemas.TrickleStream;
import io.vigil.schemas.bytes.TranscodedStream;
import io.vigil.schemas.fields.Rejection;
import io.vigil.schemas.fields.Utf8;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvDialectTest {

  @Test
  void skipsLinesBeforeTheHeaderAndComments() throws IOException {
    var dialect = new CsvDialect(';', "UTF-8", List.of(), 3, '#', false, false);
    var text = "Account \"1\"\n\n\"no; header\n# one\na;b\n#two\n1;2\n\n# three\n3;#4\n#";

    var reader = reader(text, dialect);

    assertThat(reader.schema(), is("a;b"));
    assertThat(Records.texts(reader), contains("1;2", "3;#4"));
  }

  @Test
  void takesNamesByPositionWhereThereIsNoHeader() throws IOException {
    var dialect =
        new CsvDialect('|', "UTF-8", List.of("a", "b \"x\"", "c|d"), 0, '\0', true, false);

    var reader = reader("1|2|3\n4|5\n", dialect);

    assertThat(reader.schema(), is("\"a\"|\"b \"\"x\"\"\"|\"c|d\""));
    assertThat(Records.texts(reader), contains("1|2|3", "4|5"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"windows-1252", "ISO-8859-15", "UTF-16", "UTF-16LE", "IBM850", "UTF-32"})
  void translatesEncodings(String name) throws IOException {
    var text = "a;b\ncafé;größe\n".repeat(2_000);
    var bytes = text.getBytes(Charset.forName(name));

    for (int atOnce : new int[] {1, 7, 8_192, 100_000}) {
      var stream =
          new TranscodedStream(new TrickleStream(bytes, atOnce, null), Charset.forName(name));
      assertThat(new String(stream.readAllBytes(), StandardCharsets.UTF_8), is(text));
    }
  }

  @Test
  void keepsPairsOfSurrogatesTogether() throws IOException {
    var text = "x" + "😀".repeat(20_000);
    var stream =
        new TranscodedStream(
            new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_16LE)),
            StandardCharsets.UTF_16LE);
    assertThat(new String(stream.readAllBytes(), StandardCharsets.UTF_8), is(text));
  }

  /** 0x81 is no character of Windows-1252: nobody is to take it for one. */
  @Test
  void leavesABadByteBad() throws IOException {
    var bytes = new byte[] {'a', (byte) 0x81, (byte) 0xe9, 'b'};
    var stream =
        new TranscodedStream(new ByteArrayInputStream(bytes), Charset.forName("windows-1252"));

    var read = stream.readAllBytes();

    assertThat(read, is(new byte[] {'a', (byte) 0xff, (byte) 0xc3, (byte) 0xa9, 'b'}));
    assertThrows(Rejection.class, () -> Utf8.decode(read));
  }

  private static CsvFileReader reader(String text, CsvDialect dialect) throws IOException {
    return new CsvFileReader(
        "a.csv", new ByteArrayInputStream(Records.utf8(text)), () -> 0, 1_000, dialect);
  }
}
