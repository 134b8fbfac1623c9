package io.vigil.schemas.files;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vigil.schemas.Reason;
import io.vigil.schemas.RecordReader;
import io.vigil.schemas.Records;
import io.vigil.schemas.UnusableFileException;
import io.vigil.schemas.csv.CsvDialect;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class InputFileTest {

  @Test
  void opensPlainText() throws IOException {
    assertThat(Records.texts(open("a.json", Records.utf8("{1}\n{2}"))), contains("{1}", "{2}"));
    assertThat(Records.texts(open("a.csv", Records.utf8("a;b\n1;2"))), contains("1;2"));
    assertThat(Records.texts(open("a.json", Records.utf8("1"))), contains("1"));
    assertThat(Records.texts(open("a.json", new byte[0])), is(empty()));
  }

  @Test
  void opensGzipWhateverTheName() throws IOException {
    for (var path : new String[] {"a.json.gz", "a.json"}) {
      assertThat(Records.texts(open(path, gzip("{1}\n{2}"))), contains("{1}", "{2}"));
    }
    assertThat(Records.texts(open("a.csv.gz", gzip("a;b\n1;2"))), contains("1;2"));
  }

  @Test
  void readsAllMembersOfAGzipFile() throws IOException {
    var members = new ByteArrayOutputStream();
    members.writeBytes(gzip("{1}\n{2"));
    members.writeBytes(gzip("}\n"));
    members.writeBytes(gzip("{3}\n"));
    assertThat(
        Records.texts(open("a.json.gz", members.toByteArray())), contains("{1}", "{2}", "{3}"));
  }

  @Test
  void refusesAGzipFileThatIsNone() {
    assertThat(problemOf("a.json.gz", Records.utf8("{1}")), is("a.json.gz: is no gzip file"));
    assertThat(problemOf("a.csv.gz", new byte[0]), is("a.csv.gz: is empty, and no gzip file"));
  }

  @Test
  void givesTheRecordsBeforeTheBreakOfAGzipFile() throws IOException {
    var lines = new StringBuilder();
    for (int i = 0; i < 1_204; i++) {
      lines.append("{\"number\":").append(i).append("}\n");
    }
    var file = gzip(lines + "{\"rest\":");
    // The last eight bytes are the trailer: all data are there, but not their checksum.
    var records = Records.all(open("a.json.gz", Arrays.copyOf(file, file.length - 8)));
    assertThat(records.size(), is(1_205));
    var last = records.get(1_204);
    assertThat(new String(last.bytes()), is("{\"rest\":"));
    assertThat(last.damage().reason(), is(Reason.DAMAGED_FILE));
    assertThat(last.damage().message(), is("the compressed data break off after 1,204 records"));
  }

  @Test
  void countsTheBytesOfTheFileItself() throws IOException {
    var file = gzip("{1}\n".repeat(10_000));
    try (var reader = open("a.json.gz", file)) {
      while (reader.next() != null) {}
      assertThat(reader.bytesRead(), is((long) file.length));
    }
  }

  @Test
  void closesTheFileWithTheReaderOrIfThereIsNone() throws IOException {
    var good = Channels.newChannel(new ByteArrayInputStream(Records.utf8("{1}")));
    new InputFile("a.json", FileFormat.JSON, 100, CsvDialect.DEFAULT).open(good).close();
    assertThat(good.isOpen(), is(false));
    var bad = Channels.newChannel(new ByteArrayInputStream(Records.utf8("a,\"a")));
    assertThrows(
        UnusableFileException.class,
        () -> new InputFile("a.csv", FileFormat.CSV, 100, CsvDialect.DEFAULT).open(bad));
    assertThat(bad.isOpen(), is(false));
  }

  private static String problemOf(String path, byte[] file) {
    return assertThrows(UnusableFileException.class, () -> open(path, file)).getMessage();
  }

  private static RecordReader open(String path, byte[] file) throws IOException {
    return new InputFile(path, FileFormat.ofName(path), 1_000, CsvDialect.delimitedBy(';'))
        .open(Channels.newChannel(new ByteArrayInputStream(file)));
  }

  private static byte[] gzip(String text) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(Records.utf8(text));
    }
    return out.toByteArray();
  }
}
