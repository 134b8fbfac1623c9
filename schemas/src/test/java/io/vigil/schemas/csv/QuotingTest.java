package io.vigil.schemas.csv;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.arrayContaining;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vigil.schemas.Reason;
import io.vigil.schemas.Records;
import io.vigil.schemas.fields.Rejection;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuotingTest {

  private static final Quoting MYSQL = new Quoting('"', '\\');
  private static final Quoting APOSTROPHES = new Quoting('\'', Quoting.NONE);
  private static final Quoting NO_QUOTES = new Quoting(Quoting.NONE, Quoting.NONE);
  private static final Quoting ESCAPES_ALONE = new Quoting(Quoting.NONE, '\\');

  @Test
  void takesAnotherQuote() throws Rejection {
    assertThat(split("'a,b','it''s',\"x", APOSTROPHES), arrayContaining("a,b", "it's", "\"x"));
  }

  @Test
  void takesQuotesForCharactersWhereThereAreNone() throws Rejection {
    assertThat(split("\"a,b\",'c", NO_QUOTES), arrayContaining("\"a", "b\"", "'c"));
  }

  @Test
  void takesTheMeaningFromWhatIsEscaped() throws Rejection {
    assertThat(
        split("\"say \\\"hi\\\", \"\"you\"\"\",a\\,b,\\\\,\\\"x\"", MYSQL),
        arrayContaining("say \"hi\", \"you\"", "a,b", "\\", "\"x\""));
    assertThat(split("a\\,b,\"c\"", ESCAPES_ALONE), arrayContaining("a,b", "\"c\""));
  }

  @Test
  void takesTheNullOfMysqlForNoValue() throws Rejection {
    assertThat(split("\\N,a\\N,\"\\N\",", MYSQL), arrayContaining("", "aN", "N", ""));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "\"a\\\",b | UNCLOSED_QUOTE",
        "\"a\"x,b | MALFORMED_CSV",
        "a,b\\ | MALFORMED_CSV",
        "\"a\\ | MALFORMED_CSV",
      })
  void refusesWhatIsNotWhole(String record, Reason reason) {
    assertThat(assertThrows(Rejection.class, () -> split(record, MYSQL)).reason(), is(reason));
  }

  @Test
  void refusesALineEndThatIsNeitherQuotedNorEscaped() throws Rejection {
    assertThat(split("\"a\nb\",c\\\nd\r\n", MYSQL), arrayContaining("a\nb", "c\nd"));
    assertThrows(Rejection.class, () -> split("a\nb", MYSQL));
  }

  @Test
  void joinsTheLinesOfARecord() throws IOException {
    var mysql = dialect(MYSQL, List.of());
    assertThat(
        texts("a,b\n1,\"x\\\"\ny\"\n2,z\\\nz\n3,\"\n", mysql),
        contains("1,\"x\\\"\ny\"", "2,z\\\nz", "3,\""));
    assertThat(texts("a,b\n1,'x\ny'\n", dialect(APOSTROPHES, List.of())), contains("1,'x\ny'"));
    assertThat(texts("a,b\n1,\"x\ny\"\n", dialect(NO_QUOTES, List.of())), contains("1,\"x", "y\""));
    assertThat(texts("a,b\n1,x\\\ny\n", dialect(ESCAPES_ALONE, List.of())), contains("1,x\\\ny"));
  }

  /** However many bytes come at once, and wherever the file ends. */
  @Test
  void endsWithTheFile() throws IOException {
    assertThat(texts("a,b\n1,x\\", dialect(MYSQL, List.of())), contains("1,x\\"));
    assertThat(texts("a,b\n1,\"x\\\n", dialect(MYSQL, List.of())), contains("1,\"x\\"));
  }

  @Test
  void writesAHeaderThatItReads() throws IOException, Rejection {
    var names = List.of("a", "b'\"\\", "c");
    for (var quoting : new Quoting[] {MYSQL, APOSTROPHES, Quoting.DEFAULT}) {
      var header = reader("1,2,3\n", dialect(quoting, names)).schema();
      assertThat(CsvColumns.of(header, ',', quoting).names(), is(names));
    }
  }

  @Test
  void refusesACharacterThatIsBoth() {
    assertThrows(IllegalArgumentException.class, () -> new Quoting('"', '"'));
    assertThrows(IllegalArgumentException.class, () -> new Quoting('«', Quoting.NONE));
  }

  private static String[] split(String record, Quoting quoting) throws Rejection {
    return CsvLine.split(record, ',', quoting);
  }

  private static CsvDialect dialect(Quoting quoting, List<String> columns) {
    return new CsvDialect(',', "UTF-8", columns, 0, CsvDialect.NO_COMMENT, false, false, quoting);
  }

  private static List<String> texts(String file, CsvDialect dialect) throws IOException {
    return Records.texts(reader(file, dialect));
  }

  private static CsvFileReader reader(String file, CsvDialect dialect) throws IOException {
    return new CsvFileReader(
        "a.csv", new ByteArrayInputStream(Records.utf8(file)), () -> 0, 1_000, dialect);
  }
}
