package io.vigil.schemas.csv;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.vigil.schemas.Encoding;
import io.vigil.schemas.ParseFailure;
import io.vigil.schemas.Parsed;
import io.vigil.schemas.RawRecord;
import io.vigil.schemas.Reason;
import io.vigil.schemas.Records;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Transaction;
import io.vigil.schemas.parse.TransactionParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvFieldsTest {

  private static final SourcePosition SOURCE = SourcePosition.inFile("a.csv", 1);

  private static final String HEADER =
      "transaction_id,event_time,card_id,merchant_id,amount,currency,country,status,category,risk_score";

  private final TransactionParser parser = new TransactionParser(new CsvFields());

  @Test
  void readsAllFields() {
    assertThat(
        parse(HEADER, "t1,2026-03-01T12:34:56.789Z,4711,m1,12.34,EUR,DE,APPROVED,food,0.25"),
        is(
            new Transaction(
                "t1",
                1_772_368_496_789L,
                "4711",
                "m1",
                1234,
                "EUR",
                "DE",
                "APPROVED",
                "food",
                0.25,
                SOURCE)));
  }

  @Test
  void takesEmptyFieldsForMissing() {
    assertThat(
        parse(HEADER, "t1,2026-03-01T12:34:56.789Z,4711,m1,12.34,EUR,,\"\", ,"), is(required()));
  }

  @Test
  void findsTheColumnsByTheirNames() {
    assertThat(
        parse(
            "note,currency, amount ,\"merchant_id\",card_id,event_time,,transaction_id",
            "\"a,b\nc\",EUR,\"12.34\",m1,4711,2026-03-01T12:34:56.789Z,x,t1"),
        is(required()));
  }

  @Test
  void readsRecordsOfAnotherHeaderNext() {
    var record = "t1,2026-03-01T12:34:56.789Z,4711,m1,12.34,EUR";
    var header = "transaction_id,event_time,card_id,merchant_id,amount,currency";
    assertThat(parse(header, record), is(required()));
    var swapped = header.replace("card_id,merchant_id", "merchant_id,card_id");
    assertThat(parse(swapped, record.replace("4711,m1", "m1,4711")), is(required()));
  }

  @Test
  void readsAnotherDelimiter() {
    var parsed =
        new TransactionParser(new CsvFields(';'))
            .parse(
                RawRecord.csv(
                    SOURCE,
                    "transaction_id;event_time;card_id;merchant_id;amount;currency",
                    Records.utf8("t1;2026-03-01T12:34:56.789Z;4711;m1;12.34;EUR")));
    assertThat(parsed, is(required()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "t1,2026-03-01T12:34:56Z,4711,m1,12.34,EUR,DE,APPROVED,food | WRONG_FIELD_COUNT | 9 fields, but the header has 10",
        "t1,2026-03-01T12:34:56Z,4711,m1,12,34,EUR,DE,APPROVED,food,1 | WRONG_FIELD_COUNT | 11 fields, but the header has 10",
        "4711 | WRONG_FIELD_COUNT | 1 fields, but the header has 10",
        "t1,2026-03-01T12:34:56Z,\"4711,m1,12.34,EUR,DE,APPROVED,food,1 | UNCLOSED_QUOTE | a quoted field is never closed",
        "t1,2026-03-01T12:34:56Z,\"4711\"4711,m1,12.34,EUR,DE,A,food,1 | MALFORMED_CSV | field 3: text stands behind its closing quote",
        "t1,2026-03-01T12:34:56Z,,m1,12.34,EUR,DE,APPROVED,food,1 | MISSING_FIELD | card_id: is required",
        "t1,1772368496,4711,m1,12.34,EUR,DE,APPROVED,food,1 | INVALID_TIME | event_time: '1772368496' is no ISO 8601 time",
        "t1,2026-03-01T12:34:56Z,4711,m1,NaN,EUR,DE,APPROVED,food,1 | NOT_A_NUMBER | amount: 'NaN' is no number",
        "t1,2026-03-01T12:34:56Z,4711,m1,1e400,EUR,DE,APPROVED,food,1 | AMOUNT_OUT_OF_RANGE | amount: '1E+400' EUR does not fit into 64 bits",
        "t1,2026-03-01T12:34:56Z,4711,m1,1,EUR,DE,APPROVED,food,x | NOT_A_NUMBER | risk_score: 'x' is no number",
      })
  void saysWhatIsWrong(String record, Reason reason, String message) {
    var failure = (ParseFailure) parse(HEADER, record);
    assertThat(failure.reason(), is(reason));
    assertThat(failure.message(), is(message));
    assertThat(failure.message(), not(containsString("4711")));
  }

  @Test
  void refusesWrongUtf8AndZeroBytes() {
    var bytes = Records.utf8("t1,2026-03-01T12:34:56Z,4711,m1,12.34,EUR,DE,APPROVED,?,1");
    bytes[bytes.length - 3] = (byte) 0xc3;
    assertThat(reasonOf(bytes), is(Reason.INVALID_UTF8));
    bytes[bytes.length - 3] = 0;
    assertThat(reasonOf(bytes), is(Reason.NUL_BYTE));
  }

  @Test
  void namesTheProblemsOfAHeader() {
    var fields = new CsvFields();
    assertThat(fields.problems(Encoding.CSV, HEADER), is(empty()));
    assertThat(
        fields.problems(Encoding.CSV, "transaction_id,event_time,card_id,x,x,currency,,"),
        contains(
            "the column merchant_id is missing",
            "the column amount is missing",
            "the column 'x' stands twice"));
    assertThat(
        fields.problems(Encoding.CSV, "a,\"b"),
        contains("the header is no CSV record: a quoted field is never closed"));
  }

  private static Transaction required() {
    return new Transaction(
        "t1", 1_772_368_496_789L, "4711", "m1", 1234, "EUR", null, null, null, null, SOURCE);
  }

  private Reason reasonOf(byte[] bytes) {
    return ((ParseFailure) parser.parse(RawRecord.csv(SOURCE, HEADER, bytes))).reason();
  }

  private Parsed parse(String header, String record) {
    return parser.parse(RawRecord.csv(SOURCE, header, Records.utf8(record)));
  }
}
