package io.vigil.schemas.mapping;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;

import io.vigil.schemas.ParseFailure;
import io.vigil.schemas.Transaction;
import io.vigil.schemas.files.FileFormat;
import io.vigil.schemas.files.InputFile;
import io.vigil.schemas.parse.TransactionParser;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The same two payments, as people write CSV. */
class CsvDialectsTest {

  private static final String FIRST = "1250 Joe's \"Café\", 2nd; floor";
  private static final String SECOND = "-99 b";

  static List<Arguments> dialects() {
    return List.of(
        dialect("RFC 4180", "{}", "a,m\r\n12.50,\"Joe's \"\"Café\"\", 2nd; floor\"\r\n-0.99,b\r\n"),
        dialect(
            "no line end behind the last",
            "{}",
            "a,m\n12.50,\"Joe's \"\"Café\"\", 2nd; floor\"\n-0.99,b"),
        dialect(
            "a byte order mark",
            "{}",
            "\uFEFFa,m\n12.50,\"Joe's \"\"Café\"\", 2nd; floor\"\n-0.99,b\n"),
        dialect(
            "blanks around values",
            "{}",
            " a , m \n".replace(" ", "")
                + " 12.50 ,\" Joe's \"\"Café\"\", 2nd; floor \"\n -0.99 ,  b  \n"),
        dialect(
            "blank lines",
            "{}",
            "\n\na,m\n\n12.50,\"Joe's \"\"Café\"\", 2nd; floor\"\n\n\n-0.99,b\n\n"),
        dialect(
            "all in quotes",
            "{}",
            "\"a\",\"m\"\n\"12.50\",\"Joe's \"\"Café\"\", 2nd; floor\"\n\"-0.99\",\"b\"\n"),
        dialect(
            "other columns, in another order",
            "{}",
            "x,m,y,a\n1,\"Joe's \"\"Café\"\", 2nd; floor\",,12.50\n2,b,,-0.99\n"),
        dialect(
            "semicolons",
            "{delimiter: ;}",
            "a;m\n12.50;\"Joe's \"\"Café\"\", 2nd; floor\"\n-0.99;b\n"),
        dialect("tabs", "{delimiter: tab}", "a\tm\n12.50\tJoe's \"Café\", 2nd; floor\n-0.99\tb\n"),
        dialect("pipes", "{delimiter: '|'}", "a|m\n12.50|Joe's \"Café\", 2nd; floor\n-0.99|b\n"),
        dialect(
            "a trailing delimiter in records",
            "{trailing_delimiter: true}",
            "a,m\n12.50,\"Joe's \"\"Café\"\", 2nd; floor\",\n-0.99,b,\n"),
        dialect(
            "a trailing delimiter in the header too",
            "{}",
            "a,m,\n12.50,\"Joe's \"\"Café\"\", 2nd; floor\",\n-0.99,b,\n"),
        dialect(
            "short rows",
            "{short_rows: true}",
            "a,m,note\n12.50,\"Joe's \"\"Café\"\", 2nd; floor\",x\n-0.99,b\n"),
        dialect(
            "no header",
            "{header: none, columns: [a, m]}",
            "12.50,\"Joe's \"\"Café\"\", 2nd; floor\"\n-0.99,b\n"),
        dialect(
            "lines before the header",
            "{skip_lines: 2}",
            "My \"bank\n\na,m\n12.50,\"Joe's \"\"Café\"\", 2nd; floor\"\n-0.99,b\n"),
        dialect(
            "comments",
            "{comment: '#'}",
            "# x\na,m\n#,\n12.50,\"Joe's \"\"Café\"\", 2nd; floor\"\n-0.99,b\n"),
        dialect(
            "apostrophes for quotes",
            "{quote: \"'\"}",
            "a,m\n12.50,'Joe''s \"Café\", 2nd; floor'\n-0.99,'b'\n"),
        dialect(
            "no quotes",
            "{quote: none, delimiter: tab}",
            "a\tm\n12.50\tJoe's \"Café\", 2nd; floor\n-0.99\tb\n"),
        dialect(
            "escapes within quotes",
            "{escape: '\\'}",
            "a,m\n12.50,\"Joe's \\\"Café\\\", 2nd; floor\"\n-0.99,b\n"),
        dialect(
            "escapes alone",
            "{escape: '\\', quote: none}",
            "a,m\n12.50,Joe's \"Café\"\\, 2nd; floor\n-0.99,b\n"),
        dialect(
            "Windows-1252",
            "{encoding: windows-1252}",
            "a,m\n12.50,\"Joe's \"\"Café\"\", 2nd; floor\"\n-0.99,b\n",
            "windows-1252"),
        dialect(
            "UTF-16",
            "{encoding: UTF-16LE, delimiter: tab}",
            "a\tm\n12.50\tJoe's \"Café\", 2nd; floor\n-0.99\tb\n",
            "UTF-16LE"),
        dialect(
            "a name that stands twice and is not used",
            "{}",
            "x,a,x,m\n,12.50,,\"Joe's \"\"Café\"\", 2nd; floor\"\n,-0.99,,b\n"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("dialects")
  void readsTheSamePayments(String name, String csv, String text, String encoding)
      throws IOException {
    var mapping =
        Mapping.parse(
            "m.yaml",
            """
            version: 1
            csv: %s
            fields:
              transaction_id: {expression: row_hash}
              event_time: {constant: '2026-03-01T00:00:00Z'}
              card_id: {constant: c}
              merchant_id: {column: m}
              amount: {column: a}
              currency: {constant: EUR}
            """
                .formatted(csv));
    var parser = TransactionParser.of(mapping);
    var read = new ArrayList<String>();
    var file = new InputFile("f.csv", FileFormat.CSV, 1_000, mapping.csv());
    var bytes = text.getBytes(Charset.forName(encoding));
    try (var reader = file.open(new SeekableInMemoryByteChannel(bytes))) {
      for (var record = reader.next(); record != null; record = reader.next()) {
        var parsed = parser.parse(record);
        read.add(
            parsed instanceof Transaction it
                ? it.amount() + " " + it.merchantId()
                : ((ParseFailure) parsed).message());
      }
    }
    assertThat(read, contains(FIRST, SECOND));
  }

  private static Arguments dialect(String name, String csv, String text) {
    return dialect(name, csv, text, "UTF-8");
  }

  private static Arguments dialect(String name, String csv, String text, String encoding) {
    return Arguments.of(name, csv, text, encoding);
  }
}
