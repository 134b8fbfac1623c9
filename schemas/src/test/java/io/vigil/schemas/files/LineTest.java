package io.vigil.schemas.files;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.vigil.schemas.RecordReader;
import io.vigil.schemas.Records;
import io.vigil.schemas.csv.CsvDialect;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.junit.jupiter.api.Test;

/** The line of the file on which a record begins, as an editor counts them. */
class LineTest {

  @Test
  void countsTheLinesThatAreNoRecords() throws IOException {
    var dialect = new CsvDialect(';', "UTF-8", List.of(), 2, '#', false, false);
    assertThat(
        lines("a.csv", "bank\n\na;b\n# one\n1;2\n\n3;\"x\ny\"\r\n5;6\n7;8", dialect),
        is(List.of(5L, 7L, 9L, 10L)));
  }

  @Test
  void countsLinesOfJson() throws IOException {
    assertThat(lines("a.json", "\n{}\n\n{}\n", CsvDialect.DEFAULT), is(List.of(2L, 4L)));
    assertThat(
        lines("a.json", "[\n{},\n{\n}, {}\n]\n", CsvDialect.DEFAULT), is(List.of(2L, 3L, 4L)));
    assertThat(lines("a.json", "{\n\"a\":1\n}\n\n{\n}\n", CsvDialect.DEFAULT), is(List.of(1L, 5L)));
  }

  @Test
  void countsOnBehindARecordThatIsTooLarge() throws IOException {
    assertThat(
        lines("a.json", "{}\n{\"a\":\"" + "x".repeat(3_000) + "\"}\n{}\n", CsvDialect.DEFAULT),
        is(List.of(1L, 2L, 3L)));
  }

  private static List<Long> lines(String name, String text, CsvDialect csv) throws IOException {
    var lines = new ArrayList<Long>();
    try (var reader = open(name, text, csv)) {
      while (reader.next() != null) {
        lines.add(reader.line());
      }
    }
    return lines;
  }

  private static RecordReader open(String name, String text, CsvDialect csv) throws IOException {
    return new InputFile(name, FileFormat.ofName(name), 1_000, csv)
        .open(new SeekableInMemoryByteChannel(Records.utf8(text)));
  }
}
