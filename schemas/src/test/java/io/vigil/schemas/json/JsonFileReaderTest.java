package io.vigil.schemas.json;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.sameInstance;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vigil.schemas.RawRecord;
import io.vigil.schemas.Reason;
import io.vigil.schemas.Records;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.TrickleStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFileReaderTest {

  private static final int LIMIT = 10;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 1_000})
  void cutsAtLineEndsAndSkipsBlankLines(int bytesAtOnce) throws IOException {
    var text = "\n{1}\n{2}\r\n\r\n  \n{3\r4}\n\n{5}";
    assertThat(
        Records.texts(reader(new TrickleStream(Records.utf8(text), bytesAtOnce, null))),
        contains("{1}", "{2}", "{3\r4}", "{5}"));
  }

  @Test
  void readsNothingFromAnEmptyFile() throws IOException {
    assertThat(Records.texts(reader("")), is(empty()));
    assertThat(Records.texts(reader("\n \r\n  ")), is(empty()));
    assertThat(Records.texts(reader("\uFEFF")), is(empty()));
  }

  @Test
  void takesTheByteOrderMarkOffTheFirstRecordOnly() throws IOException {
    assertThat(Records.texts(reader("\uFEFF{1}\n\uFEFF{2}")), contains("{1}", "\uFEFF{2}"));
  }

  @Test
  void numbersTheRecordsOfTheFile() throws IOException {
    assertThat(
        Records.all(reader("{1}\n\n{2}")),
        contains(
            RawRecord.json(SourcePosition.inFile("a.json", 1), Records.utf8("{1}")),
            RawRecord.json(SourcePosition.inFile("a.json", 2), Records.utf8("{2}"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n"})
  void takesALineUpToTheLimit(String lineEnd) throws IOException {
    assertThat(
        Records.texts(reader("0123456789" + lineEnd + "x" + lineEnd + "0123456789")),
        contains("0123456789", "x", "0123456789"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n"})
  void givesTheBeginningOfALineBeyondTheLimitAndGoesOn(String lineEnd) throws IOException {
    var records =
        Records.all(reader("0123456789A" + lineEnd + "x" + lineEnd + "9876543210ABCDE" + lineEnd));
    assertThat(
        records,
        contains(
            record(1, "0123456789").damaged(Reason.RECORD_TOO_LARGE, "11 bytes; the limit is 10"),
            record(2, "x"),
            record(3, "9876543210").damaged(Reason.RECORD_TOO_LARGE, "15 bytes; the limit is 10")));
  }

  @Test
  void givesTheBeginningOfALastLineBeyondTheLimit() throws IOException {
    assertThat(
        Records.texts(reader("x\n0123456789A")), contains("x", "RECORD_TOO_LARGE:0123456789"));
  }

  @Test
  void readsOverALineOf20MegabytesWithoutHoldingIt() throws IOException {
    var line = new byte[20_000_000];
    Arrays.fill(line, (byte) '[');
    var file =
        new SequenceInputStream(
            new ByteArrayInputStream(line), new ByteArrayInputStream(Records.utf8("\n{2}\n")));
    assertThat(
        Records.all(new JsonFileReader("a.json", file, () -> 0, 1_000)),
        contains(
            record(1, "[".repeat(1_000))
                .damaged(Reason.RECORD_TOO_LARGE, "20,000,000 bytes; the limit is 1,000"),
            record(2, "{2}")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{1},{2}]",
        "[{1},{2}]\n",
        " [\n{1},\n{2}\n]\n",
        "[\r\n  {1} ,\r\n  {2}\r\n]\r\n\r\n",
        "\n[\t{1}\t{2}\t]",
        "\uFEFF[{1},{2}]"
      })
  void cutsAnArrayIntoItsElements(String text) throws IOException {
    assertThat(Records.all(reader(text)), contains(record(1, "{1}"), record(2, "{2}")));
    var slow = new TrickleStream(Records.utf8(text), 1, null);
    assertThat(Records.all(reader(slow)), contains(record(1, "{1}"), record(2, "{2}")));
  }

  @Test
  void findsTheEndOfAnElementByItsBracketsAndQuotes() throws IOException {
    var text = "[{\"a\":\"}]\\\"\"},{\"b\":[{},[]]}, 12,\"x,y\",null]";
    assertThat(
        Records.texts(new JsonFileReader("a.json", stream(text), () -> 0, 100)),
        contains("{\"a\":\"}]\\\"\"}", "{\"b\":[{},[]]}", "12", "\"x,y\"", "null"));
    assertThat(Records.texts(reader("[]")), is(empty()));
    // What is behind the array is read by lines.
    assertThat(Records.texts(reader("[{1}]\n{2}\n{3}")), contains("{1}", "{2}", "{3}"));
  }

  @Test
  void cutsObjectsThatArePrintedOverLines() throws IOException {
    assertThat(
        Records.texts(reader("{\n\"a\":1\n}\n{\r\n\"b\":2}\n")),
        contains("{\n\"a\":1\n}", "{\r\n\"b\":2}"));
    assertThat(Records.texts(reader("{\n}{}\n  {\n\"c\"")), contains("{\n}", "{}", "{\n\"c\""));
  }

  @Test
  void tellsWhatAnArrayLacks() throws IOException {
    assertThat(Records.texts(reader("[{1},{2},")), contains("{1}", "{2}", "DAMAGED_FILE:"));
    assertThat(Records.texts(reader("[{1},{2")), contains("{1}", "{2"));
    assertThat(
        Records.texts(reader("[{1},{2345678901234567890},{3}]")),
        contains("{1}", "RECORD_TOO_LARGE:{234567890", "{3}"));
    var broken = new TrickleStream(Records.utf8("[{1},{2}"), 3, new EOFException());
    assertThat(Records.texts(reader(broken)), contains("{1}", "{2}", "DAMAGED_FILE:"));
  }

  /** One bad line of a file of lines is one. */
  @Test
  void takesOtherBracketsForLines() throws IOException {
    assertThat(Records.texts(reader("[1,2]\n{3}\n")), contains("[1,2]", "{3}"));
    assertThat(Records.texts(reader("[[{1},\n{2}\n")), contains("[[{1},", "{2}"));
    assertThat(Records.texts(reader("{\"a\":1\n{2}\n")), contains("{\"a\":1", "{2}"));
    assertThat(Records.texts(reader(" {1}\n{2}\n")), contains(" {1}", "{2}"));
  }

  @Test
  void givesWhatIsLeftWhereCompressedDataBreakOff() throws IOException {
    assertThat(
        Records.all(reader(new TrickleStream(Records.utf8("{1}\n{2}\n{3"), 4, new EOFException()))),
        contains(
            record(1, "{1}"),
            record(2, "{2}"),
            record(3, "{3")
                .damaged(Reason.DAMAGED_FILE, "the compressed data break off after 2 records")));
  }

  @Test
  void tellsABreakBetweenTwoRecordsToo() throws IOException {
    var broken = new TrickleStream(Records.utf8("{1}\n"), 100, new ZipException("card 4711"));
    assertThat(
        Records.all(reader(broken)),
        contains(
            record(1, "{1}"),
            record(2, "")
                .damaged(Reason.DAMAGED_FILE, "the compressed data are damaged after 1 records")));
  }

  @Test
  void tellsABreakBehindALineBeyondTheLimit() throws IOException {
    var broken = new TrickleStream(Records.utf8("0123456789ABC"), 100, new EOFException());
    assertThat(
        Records.texts(reader(broken)), contains("RECORD_TOO_LARGE:0123456789", "DAMAGED_FILE:"));
  }

  @Test
  void passesOtherFailuresOn() throws IOException {
    var failure = new IOException("disk on fire");
    var reader = reader(new TrickleStream(Records.utf8("{1}\n{2"), 100, failure));
    assertThat(reader.next(), is(record(1, "{1}")));
    assertThat(assertThrows(IOException.class, reader::next), is(sameInstance(failure)));
  }

  @Test
  void hasNoSchemaAndClosesItsStream() throws IOException {
    var stream = new TrickleStream(new byte[0], 1, null);
    try (var reader = new JsonFileReader("a.json", stream, () -> 42, LIMIT)) {
      assertThat(reader.schema(), is(nullValue()));
      assertThat(reader.bytesRead(), is(42L));
    }
    assertThat(stream.isClosed(), is(true));
  }

  private static RawRecord record(long number, String text) {
    return RawRecord.json(SourcePosition.inFile("a.json", number), Records.utf8(text));
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(Records.utf8(text));
  }

  private static JsonFileReader reader(String text) throws IOException {
    return reader(stream(text));
  }

  private static JsonFileReader reader(InputStream in) throws IOException {
    return new JsonFileReader("a.json", in, () -> 0, LIMIT);
  }
}
