package io.vigil.schemas.mapping;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import io.vigil.schemas.RawRecord;
import io.vigil.schemas.Reason;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonRowsTest {

  private static final Mapping CATEGORY = Mappings.with("category", "{column: a.b}");
  private static final Mapping AMOUNT = Mappings.with("amount", "{column: a}");

  @Test
  void goesIntoObjects() {
    assertThat(categoryOf("{\"x\": {\"a.b\": 1, \"b\": 2}, \"a\": {\"b\": \"c\"}}"), is("c"));
    assertThat(categoryOf("{\"a\": {\"c\": {\"b\": \"x\"}}}"), is(nullValue()));
    assertThat(categoryOf("{\"a\": [{\"b\": \"x\"}]}"), is(nullValue()));
    assertThat(categoryOf("{\"a\": \"x\"}"), is(nullValue()));
    assertThat(categoryOf("{\"a\": {\"b\": null}}"), is(nullValue()));
  }

  @Test
  void prefersAKeyThatHasADotItself() {
    assertThat(categoryOf("{\"a.b\": \"x\", \"a\": {\"b\": \"y\"}}"), is("x"));
    assertThat(categoryOf("{\"a\": {\"b\": \"y\"}, \"a.b\": \"x\"}"), is("x"));
  }

  @Test
  void takesNumbersExactly() {
    assertThat(amountOf("{\"a\": 0.1}"), is(10L));
    assertThat(amountOf("{\"a\": 92233720368547758.07}"), is(Long.MAX_VALUE));
    assertThat(amountOf("{\"a\": \"-1.5\"}"), is(-150L));
    assertThat(amountOf("{\"a\": 1e-2}"), is(1L));
  }

  @Test
  void takesTruthValuesForTexts() {
    var mapping =
        Mappings.with("status", "{column: ok, values: {true: APPROVED, false: DECLINED}}");
    assertThat(Mappings.good(mapping, Mappings.json("{\"ok\": false}")).status(), is("DECLINED"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\": 1 | TRUNCATED_JSON",
        "{\"a\": \"x | TRUNCATED_JSON",
        "{ | TRUNCATED_JSON",
        "`` | TRUNCATED_JSON",
        "{\"a\": 1} {} | MALFORMED_JSON",
        "{\"a\": 1,} | MALFORMED_JSON",
        "{a: 1} | MALFORMED_JSON",
        "{\"a\": 01} | MALFORMED_JSON",
        "{\"a\": 1, \"a\": 1} | DUPLICATE_KEY",
        "{\"a\": 1, \"x\": {\"y\": 1, \"y\": 2}} | DUPLICATE_KEY",
        "[1] | WRONG_TYPE",
        "1 | WRONG_TYPE",
        "null | WRONG_TYPE",
        "{\"a\": {}} | WRONG_TYPE",
        "{\"a\": [1]} | WRONG_TYPE",
        "{\"a\": true} | WRONG_TYPE",
        "{\"a\": NaN} | NOT_A_NUMBER",
        "{\"a\": -Infinity} | NOT_A_NUMBER",
        "{\"a\": \"NaN\"} | NOT_A_NUMBER",
        "{\"a\": 1e99999999999} | NOT_A_NUMBER",
        "{\"a\": 1e999999999} | AMOUNT_OUT_OF_RANGE",
        "{\"a\": null} | MISSING_FIELD",
        "{\"A\": 1} | MISSING_FIELD",
      })
  void saysWhatIsWrong(String record, Reason reason) {
    assertThat(reasonOf(AMOUNT, record), is(reason));
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "1e99999999999", "{\"deep\": [1, {}]}", "\"\\ud800\"", "[NaN]"})
  void doesNotMindWhatNobodyUses(String unused) {
    assertThat(amountOf("{\"x\": " + unused + ", \"a\": 1}"), is(100L));
  }

  @Test
  void refusesNestingBeyondItsLimit() {
    var good = "{\"a\": 1, \"x\": " + "[".repeat(63) + "]".repeat(63) + "}";
    assertThat(amountOf(good), is(100L));
    var deep = "{\"a\": 1, \"x\": " + "[".repeat(64) + "]".repeat(64) + "}";
    assertThat(reasonOf(AMOUNT, deep), is(Reason.NESTING_TOO_DEEP));
    assertThat(reasonOf(AMOUNT, "[".repeat(1_000_000)), is(Reason.NESTING_TOO_DEEP));
  }

  @Test
  void refusesANumberOfTooManyDigits() {
    assertThat(reasonOf(AMOUNT, "{\"a\": " + "9".repeat(100_000) + "}"), is(Reason.NOT_A_NUMBER));
    var text = Mappings.with("card_id", "{column: a}");
    assertThat(reasonOf(text, "{\"a\": 1e999999999}"), is(Reason.FIELD_TOO_LONG));
  }

  @Test
  void refusesBytesThatAreNoText() {
    var latin =
        RawRecord.json(Mappings.HERE, "{\"a\": \"é\"}".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(Mappings.bad(AMOUNT, latin).reason(), is(Reason.INVALID_UTF8));
    var wide = RawRecord.json(Mappings.HERE, "{\"a\": 1}".getBytes(StandardCharsets.UTF_16BE));
    assertThat(Mappings.bad(AMOUNT, wide).reason(), is(Reason.NUL_BYTE));
  }

  private static String categoryOf(String record) {
    return Mappings.good(CATEGORY, Mappings.json(record)).category();
  }

  private static long amountOf(String record) {
    return Mappings.good(AMOUNT, Mappings.json(record)).amount();
  }

  private static Reason reasonOf(Mapping mapping, String record) {
    return Mappings.bad(mapping, Mappings.json(record)).reason();
  }
}
