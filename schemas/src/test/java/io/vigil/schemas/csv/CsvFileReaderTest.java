package io.vigil.schemas.csv;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vigil.schemas.Encoding;
import io.vigil.schemas.RawRecord;
import io.vigil.schemas.Reason;
import io.vigil.schemas.Records;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.TrickleStream;
import io.vigil.schemas.UnusableFileException;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvFileReaderTest {

  private static final int LIMIT = 1_000;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 1_000})
  void cutsAtLineEndsOutsideQuotes(int bytesAtOnce) throws IOException {
    var text = "\uFEFF\r\na,b\n1,2\r\n\n3,\"x\ny\"\r\n\r\n4,\"say \"\"hi\"\"\r\n\"\n\"5\n\",6\n7,8";
    var reader = reader(new TrickleStream(Records.utf8(text), bytesAtOnce, null), LIMIT);
    assertThat(reader.schema(), is("a,b"));
    assertThat(
        Records.texts(reader),
        contains("1,2", "3,\"x\ny\"", "4,\"say \"\"hi\"\"\r\n\"", "\"5\n\",6", "7,8"));
  }

  @Test
  void givesEachRecordItsHeaderAndNumber() throws IOException {
    assertThat(
        Records.all(reader("a,b\n1,2\n")),
        contains(RawRecord.csv(SourcePosition.inFile("a.csv", 1), "a,b", Records.utf8("1,2"))));
  }

  @Test
  void readsAHeaderOverSeveralLines() throws IOException {
    var reader = reader("\"a\n1\",b\n1,2");
    assertThat(reader.schema(), is("\"a\n1\",b"));
    assertThat(Records.texts(reader), contains("1,2"));
  }

  @Test
  void endsARecordOverLinesAtTheEndOfTheFile() throws IOException {
    assertThat(Records.texts(reader("a,b\n1,\"2\n3\"")), contains("1,\"2\n3\""));
    assertThat(Records.texts(reader("a,b\n\"1\n2\",3")), contains("\"1\n2\",3"));
  }

  @Test
  void losesOnlyTheLineOfAQuoteThatIsNeverClosed() throws IOException {
    assertThat(
        Records.texts(reader("a,b\n1,2\n3,\"4\n5,6\n7,8\n")),
        contains("1,2", "3,\"4", "5,6", "7,8"));
  }

  @Test
  void losesOnlyTheLineOfAStrayQuoteBeforeRecordsWithGoodQuotes() throws IOException {
    assertThat(
        Records.texts(reader("a,b\n1,\"2\n3,\"4\"\n5,\"6\n7\"\n")),
        contains("1,\"2", "3,\"4\"", "5,\"6\n7\""));
  }

  @Test
  void losesOnlyTheLineWhereTheLinesTogetherHaveAWrongNumberOfFields() throws IOException {
    assertThat(
        Records.texts(reader("a,b\n1,\"2\n3,4\"\n\"5\n\",6,7\n")),
        contains("1,\"2\n3,4\"", "\"5", "\",6,7"));
    assertThat(
        Records.texts(reader("a,b,c\n1,\"2\n3,4\"\n5,6,7\n")), contains("1,\"2", "3,4\"", "5,6,7"));
  }

  @Test
  void losesOnlyTheLineWhereTheQuoteIsClosedBeyondTheLimit() throws IOException {
    var lines = "3,4\n".repeat(20);
    assertThat(
        Records.texts(
            reader(new TrickleStream(Records.utf8("a,b\n1,\"2\n" + lines + "\"\n"), 3, null), 50)),
        hasSize(22));
  }

  @Test
  void readsARecordOverLinesUpToTheLimit() throws IOException {
    var record = "1,\"" + "x\n".repeat(23) + "\"";
    assertThat(record.length(), is(50));
    var text = "a,b\n" + record + "\n3,4\n";
    assertThat(
        Records.texts(reader(new ByteArrayInputStream(Records.utf8(text)), 50)),
        contains(record, "3,4"));
    assertThat(
        Records.texts(reader(new ByteArrayInputStream(Records.utf8(text)), 49)), hasSize(25));
  }

  @Test
  void takesAQuoteInsideAnUnquotedFieldAsItIs() throws IOException {
    assertThat(
        Records.texts(reader("a,b\n6\",x\"y\n3, \"4\n5,6\n")),
        contains("6\",x\"y", "3, \"4", "5,6"));
  }

  @Test
  void cutsALineBeyondTheLimit() throws IOException {
    var text = "a,b\n1,\"" + "x".repeat(60) + "\",\n3,4\n";
    assertThat(
        Records.all(reader(new TrickleStream(Records.utf8(text), 11, null), 50)).get(0),
        is(
            RawRecord.csv(
                    SourcePosition.inFile("a.csv", 1), "a,b", Records.utf8("1,\"" + "x".repeat(47)))
                .damaged(Reason.RECORD_TOO_LARGE, "65 bytes; the limit is 50")));
    assertThat(
        Records.texts(reader(new TrickleStream(Records.utf8(text), 11, null), 50)).get(1),
        is("3,4"));
  }

  @Test
  void doesNotSearchAFileOfStrayQuotesAgainAndAgain() throws IOException {
    // Each of these lines closes the quote of the one before and opens another. Searching to the
    // limit from each of them would take hours.
    var lines = "x,\"y\nz\",\"\n".repeat(300_000);
    var in = new ByteArrayInputStream(Records.utf8("a,b,c\n" + lines));
    assertThat(Records.all(reader(in, 100_000_000)), hasSize(600_000));
  }

  @Test
  void givesWhatIsLeftWhereCompressedDataBreakOff() throws IOException {
    var broken = new TrickleStream(Records.utf8("a,b\n1,2\n3,\"x\ny"), 5, new EOFException());
    assertThat(Records.texts(reader(broken, LIMIT)), contains("1,2", "3,\"x", "DAMAGED_FILE:y"));
  }

  @Test
  void givesWhatIsLeftOfAHeader() throws IOException {
    var broken = new TrickleStream(Records.utf8("a,b"), 5, new EOFException());
    var reader = reader(broken, LIMIT);
    assertThat(reader.schema(), is(nullValue()));
    var damage =
        new RawRecord.Damage(Reason.DAMAGED_FILE, "the compressed data break off after 0 records");
    assertThat(
        Records.all(reader),
        contains(
            new RawRecord(
                SourcePosition.inFile("a.csv", 1),
                Encoding.CSV,
                null,
                Records.utf8("a,b"),
                damage)));
  }

  @Test
  void readsNothingFromAnEmptyFile() throws IOException {
    for (var text : List.of("", "\n\r\n", "\uFEFF")) {
      var reader = reader(text);
      assertThat(reader.schema(), is(nullValue()));
      assertThat(Records.all(reader), is(empty()));
    }
    assertThat(Records.all(reader("a,b\n")), is(empty()));
  }

  @Test
  void refusesAHeaderThatIsNone() {
    assertThat(
        problemOf(Records.utf8("a,\"b\n1,2\n")),
        is("a.csv: the header is not usable: a quoted field is never closed"));
    assertThat(
        problemOf(new byte[] {'a', ',', (byte) 0xff, '\n'}),
        is("a.csv: the header is not usable: byte 3 begins no UTF-8 character"));
    assertThat(
        problemOf(Records.utf8("x".repeat(LIMIT + 1))),
        is("a.csv: the header is too large: 1,001 bytes; the limit is 1,000"));
  }

  private static String problemOf(byte[] file) {
    return assertThrows(
            UnusableFileException.class, () -> reader(new TrickleStream(file, 100, null), LIMIT))
        .getMessage();
  }

  private static CsvFileReader reader(String text) throws IOException {
    return reader(new ByteArrayInputStream(Records.utf8(text)), LIMIT);
  }

  private static CsvFileReader reader(InputStream in, int limit) throws IOException {
    return new CsvFileReader("a.csv", in, () -> 0, limit, CsvDialect.DEFAULT);
  }
}
