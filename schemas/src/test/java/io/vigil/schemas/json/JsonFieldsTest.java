package io.vigil.schemas.json;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.vigil.schemas.ParseFailure;
import io.vigil.schemas.Parsed;
import io.vigil.schemas.RawRecord;
import io.vigil.schemas.Reason;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Transaction;
import io.vigil.schemas.parse.TransactionParser;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFieldsTest {

  private static final SourcePosition SOURCE = SourcePosition.inTopic("payments", 3, 17);

  private static final String REQUIRED =
      "'transaction_id':'t1','event_time':'2026-03-01T12:34:56.789Z','card_id':'4711',"
          + "'merchant_id':'m1','amount':12.34,'currency':'EUR'";

  private final TransactionParser parser = new TransactionParser(new JsonFields());

  @Test
  void readsAllFields() {
    assertThat(
        parse(
            "{"
                + REQUIRED
                + ",'country':'DE','status':'APPROVED','category':'food','risk_score':0.25,"
                + "'issuer':' 45717360 '}"),
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
                "45717360",
                SOURCE)));
  }

  @Test
  void readsTheRequiredFieldsInAnyOrder() {
    assertThat(
        parse(
            "{'currency':'EUR','amount':'12.34','merchant_id':'m1','card_id':'4711',"
                + "'event_time':'2026-03-01T12:34:56.789Z','transaction_id':'t1'}"),
        is(required()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'country':null,'status':null,'category':null,'risk_score':null",
        "'country':'','status':' ','category':'\\t','risk_score':''",
        "'other':{'card_id':[{'card_id':1},{}],'x':{'x':{}}}, 'more':[[],[1,'a',null,true]]",
        "'other':'text','Card_Id':1,'':2,'amount ':3,'nan':NaN",
      })
  void ignoresEmptyAndUnknownFields(String more) {
    assertThat(parse("{" + REQUIRED + "," + more + "}"), is(required()));
  }

  @Test
  void readsEscapedKeysAndValues() {
    var text = REQUIRED.replace("'amount'", "'am\\u006funt'").replace("'t1'", "'\\u00741'");
    assertThat(parse("\r\n\t {" + text + "} \n"), is(required()));
  }

  @Test
  void readsTextsOfAnyScript() {
    var parsed = parse("{" + REQUIRED + ",'category':'漢字 \\\"é\\\" 😀 \\ud83d\\ude00'}");
    assertThat(((Transaction) parsed).category(), is("漢字 \"é\" 😀 😀"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'amount':12.34 | 'amount':null | MISSING_FIELD | amount: is required",
        "'amount':12.34 | 'amount':'' | MISSING_FIELD | amount: is required",
        "'amount':12.34 | 'x':1 | MISSING_FIELD | amount: is required",
        "'amount':12.34 | 'amount':true | WRONG_TYPE | amount: must be no boolean",
        "'amount':12.34 | 'amount':{'value':1} | WRONG_TYPE | amount: must be no object",
        "'amount':12.34 | 'amount':[1] | WRONG_TYPE | amount: must be no array",
        "'amount':12.34 | 'amount':NaN | NOT_A_NUMBER | amount: 'NaN' is no number",
        "'amount':12.34 | 'amount':-Infinity | NOT_A_NUMBER | amount: 'Infinity' is no number",
        "'amount':12.34 | 'amount':'12,34' | NOT_A_NUMBER | amount: '12,34' is no number",
        "'amount':12.34 | 'amount':1e400 | AMOUNT_OUT_OF_RANGE | amount: '1E+400' EUR does not fit into 64 bits",
        "'amount':12.34 | 'amount':12.345 | TOO_MANY_DECIMALS | amount: '12.345' is more exact than EUR allows",
        "'card_id':'4711' | 'card_id':'' | MISSING_FIELD | card_id: is required",
        "'card_id':'4711' | 'card_id':4711 | WRONG_TYPE | card_id: must be no number",
        "'card_id':'4711' | 'card_id':'47\\u000011' | NUL_BYTE | card_id: holds the character zero",
        "'card_id':'4711' | 'card_id':'47\\ud80011' | INVALID_UTF8 | card_id: holds half of a surrogate pair",
        "'transaction_id':'t1' | 'transaction_id':1 | WRONG_TYPE | transaction_id: must be no number",
        "'currency':'EUR' | 'currency':'XYZ' | UNKNOWN_CURRENCY | currency: 'XYZ' is no currency of ISO 4217 that has minor units",
        "'currency':'EUR' | 'currency':'EUR','risk_score':'high' | NOT_A_NUMBER | risk_score: 'high' is no number",
        "'currency':'EUR' | 'currency':'EUR','risk_score':1e999 | NOT_A_NUMBER | risk_score: must be a finite number",
        "'currency':'EUR' | 'currency':'EUR','currency':'EUR' | DUPLICATE_KEY | currency: stands twice",
        "'currency':'EUR' | 'currency':null,'currency':'EUR' | DUPLICATE_KEY | currency: stands twice",
        "'currency':'EUR' | 'currency':'EUR','x':1,'y':2,'\\u0078':3 | DUPLICATE_KEY | a key that names no field stands twice",
        "'2026-03-01T12:34:56.789Z' | 1772368496789 | WRONG_TYPE | event_time: must be a string in ISO 8601; a time since the epoch needs a mapping with its unit",
        "'2026-03-01T12:34:56.789Z' | '2026-02-30T12:34:56Z' | INVALID_TIME | event_time: '2026-02-30T12:34:56Z' is no ISO 8601 time",
        "'2026-03-01T12:34:56.789Z' | '2026-03-01T12:34:56' | TIME_WITHOUT_ZONE | event_time: '2026-03-01T12:34:56' has neither zone nor offset",
        "'2026-03-01T12:34:56.789Z' | '9999-12-31T23:59:59Z' | TIME_OUT_OF_RANGE | event_time: must lie between 1970 and 2099",
      })
  void saysWhatIsWrongWithAField(String good, String bad, Reason reason, String message) {
    var failure = failure("{" + REQUIRED.replace(good, bad) + "}");
    assertThat(failure.reason(), is(reason));
    assertThat(failure.message(), is(message));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[] | WRONG_TYPE",
        "'t1' | WRONG_TYPE",
        "12 | WRONG_TYPE",
        "null | WRONG_TYPE",
        "[1 | TRUNCATED_JSON",
        "{'transaction_id':'t1','eve | TRUNCATED_JSON",
        "{ | TRUNCATED_JSON",
        "{} | MISSING_FIELD",
        "{} {} | MALFORMED_JSON",
        "2026-03-01 INFO started | MALFORMED_JSON",
        "{'x':[1,2}} | MALFORMED_JSON",
      })
  void saysWhatIsWrongWithARecord(String record, Reason reason) {
    assertThat(failure(record).reason(), is(reason));
  }

  @Test
  void countsTheRecordItselfAsOneLevel() {
    assertThat(
        parse("{" + REQUIRED + ",'x':" + "[".repeat(63) + "]".repeat(63) + "}"), is(required()));
    var failure = failure("{" + REQUIRED + ",'x':" + "[".repeat(64) + "]".repeat(64) + "}");
    assertThat(failure.reason(), is(Reason.NESTING_TOO_DEEP));
  }

  @Test
  void refusesWrongUtf8AndZeroBytesInUnknownFieldsToo() {
    var bytes = json("{" + REQUIRED + ",'x':'?'}").getBytes(StandardCharsets.UTF_8);
    int at = bytes.length - 3;
    bytes[at] = (byte) 0xff;
    assertThat(reasonOf(bytes), is(Reason.INVALID_UTF8));
    bytes[at] = 0;
    assertThat(reasonOf(bytes), is(Reason.NUL_BYTE));
  }

  @Test
  void findsADuplicateAmongVeryManyKeys() {
    var many = new StringBuilder("{" + REQUIRED);
    for (int i = 0; i < 100_000; i++) {
      many.append(",'k").append(i).append("':1");
    }
    assertThat(parse(many + "}"), is(required()));
    assertThat(failure(many + ",'k50000':2}").reason(), is(Reason.DUPLICATE_KEY));
  }

  @Test
  void keepsTheTimeThatItUnderstoodBeforeTheFailure() {
    assertThat(failure("{" + REQUIRED).eventTime(), is(1_772_368_496_789L));
    assertThat(failure("{'transaction_id':1," + REQUIRED + "}").eventTime(), is(nullValue()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'card_id':'4711",
        "{'card_id':'4711'x",
        "{'card_id':4711",
        "{'card_id':['4711']}",
        "{'card_id':'4711','card_id':'4711'}",
        "4711",
        "{'card_id':'4711\\u0000'}",
        "{'4711':1,'4711':2}",
        "{'card_id':'4711\\ud800'}",
        "{'card_id':'4711\\q'}"
      })
  void neverNamesTheCard(String record) {
    assertThat(failure(record).message(), not(containsString("4711")));
  }

  private static Transaction required() {
    return new Transaction(
        "t1", 1_772_368_496_789L, "4711", "m1", 1234, "EUR", null, null, null, null, SOURCE);
  }

  private ParseFailure failure(String singleQuoted) {
    var parsed = parse(singleQuoted);
    assertThat(parsed, instanceOf(ParseFailure.class));
    return (ParseFailure) parsed;
  }

  private Reason reasonOf(byte[] bytes) {
    return ((ParseFailure) parser.parse(RawRecord.json(SOURCE, bytes))).reason();
  }

  private Parsed parse(String singleQuoted) {
    return parser.parse(
        RawRecord.json(SOURCE, json(singleQuoted).getBytes(StandardCharsets.UTF_8)));
  }

  private static String json(String singleQuoted) {
    return singleQuoted.replace('\'', '"');
  }
}
