package io.vigil.schemas.csv;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.arrayContaining;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import de.siegmar.fastcsv.reader.CsvReader;
import io.vigil.schemas.RandomData;
import io.vigil.schemas.Reason;
import io.vigil.schemas.fields.Rejection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvLineTest {

  @Test
  void splitsAtTheDelimiter() throws Rejection {
    assertThat(CsvLine.split("a,b,c", ','), arrayContaining("a", "b", "c"));
    assertThat(CsvLine.split("a;b,c", ';'), arrayContaining("a", "b,c"));
    assertThat(CsvLine.split("a\tb", '\t'), arrayContaining("a", "b"));
  }

  @Test
  void keepsEmptyFields() throws Rejection {
    assertThat(CsvLine.split("", ','), arrayContaining(""));
    assertThat(CsvLine.split(",", ','), arrayContaining("", ""));
    assertThat(CsvLine.split("a,,\"\"", ','), arrayContaining("a", "", ""));
  }

  @Test
  void takesTheQuotesOffAQuotedField() throws Rejection {
    assertThat(
        CsvLine.split("\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\"", ','),
        arrayContaining("a,b", "say \"hi\"", "two\nlines"));
  }

  @Test
  void takesAQuoteInsideAnUnquotedFieldAsItIs() throws Rejection {
    assertThat(CsvLine.split("6\" nails,x\"y\"", ','), arrayContaining("6\" nails", "x\"y\""));
    assertThat(CsvLine.split("a, \"b\"", ','), arrayContaining("a", " \"b\""));
  }

  @Test
  void leavesOutTheLineEndBehindTheRecord() throws Rejection {
    assertThat(CsvLine.split("a,b\r\n", ','), arrayContaining("a", "b"));
    assertThat(CsvLine.split("a,\"b\"\n", ','), arrayContaining("a", "b"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a,\"b", "\"", "a,\"b\"\"", "a,\"b,c\n", "\"a\",\"b\"\"\"\""})
  void refusesAQuoteThatIsNeverClosed(String record) {
    assertThat(reasonOf(record), is(Reason.UNCLOSED_QUOTE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"a\"x,b", "a,\"b\" ", "\"a\" ,b", "a\nb", "a\rb", "\"a\"\r\n,b"})
  void refusesWhatMayNotStandBehindAFieldOrARecord(String record) {
    assertThat(reasonOf(record), is(Reason.MALFORMED_CSV));
  }

  @Test
  void doesNotRepeatTheRecordInItsMessage() {
    var rejection =
        assertThrows(Rejection.class, () -> CsvLine.split("t1,\"card-4711\"4711,x", ','));
    assertThat(rejection.getMessage(), is("field 2: text stands behind its closing quote"));
    assertThat(rejection.getMessage(), not(containsString("4711")));
  }

  @Test
  void splitsARecordOfManyFields() throws Rejection {
    assertThat(CsvLine.split("x,".repeat(100_000), ',').length, is(100_001));
  }

  @Test
  void splitsPlainRecordsAsFastCsvDoes() throws Rejection {
    long seed = 15;
    var data = new RandomData(seed);
    for (int round = 0; round < 50_000; round++) {
      var record = (data.text() + "," + data.text()).replaceAll("[\"\n\r]", ",");
      assertThat(
          "seed " + seed + ", " + record,
          CsvLine.split(record, ','),
          is(CsvReader.builder().ofSingleCsvRecord(record).getFields().toArray(String[]::new)));
    }
  }

  @ParameterizedTest
  @ValueSource(chars = {'"', '\n', '\r', 0})
  void refusesADelimiterThatCsvUsesOtherwise(char delimiter) {
    assertThrows(IllegalArgumentException.class, () -> CsvLine.split("a", delimiter));
  }

  private static Reason reasonOf(String record) {
    return assertThrows(Rejection.class, () -> CsvLine.split(record, ',')).reason();
  }
}
