package io.vigil.schemas.mapping;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vigil.schemas.Reason;
import io.vigil.schemas.fields.Field;
import io.vigil.schemas.fields.Rejection;
import io.vigil.schemas.mapping.NumberFormat.Extra;
import io.vigil.schemas.parse.Warnings;
import io.vigil.schemas.yaml.InvalidFileException;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumberFormatTest {

  private static final NumberFormat GERMAN = new NumberFormat(',', '.', Set.of());
  private static final NumberFormat LENIENT =
      new NumberFormat(',', '.', EnumSet.allOf(Extra.class));
  private static final NumberFormat AMERICAN =
      new NumberFormat('.', ',', EnumSet.allOf(Extra.class));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-0,99 | -0.99",
        "4.711,98 | 4711.98",
        "-1.234.567,05 | -1234567.05",
        "12,00 | 12.00",
        "1.000 | 1000",
        "12.345.678 | 12345678",
        "1234567,5 | 1234567.5",
        "+7 | 7",
        "0 | 0",
        ",5 | 0.5",
        "−3,10 | -3.10",
        "' 5,00 ' | 5.00",
        "'5,00\u00a0' | 5.00",
      })
  void takesDecimalCommas(String text, BigDecimal number) throws Rejection {
    assertThat(GERMAN.parse(Field.AMOUNT, text), is(number));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.00",
        "1.0000",
        "1234.567",
        ".123",
        "1..000",
        "1.000.",
        "1.000.00",
        "1,000,000",
        "1,0.0",
        "1 000",
        "(5,00)",
        "5,00-",
        "5,00 €",
        "€5",
        "1e3",
        "0x10",
        "--5",
        "+-5",
        "",
        ",",
        "-",
        "1,2,3",
        "٣",
        "1'000"
      })
  void refusesEverythingElse(String text) {
    var rejection = assertThrows(Rejection.class, () -> GERMAN.parse(Field.AMOUNT, text));
    assertThat(rejection.reason(), is(Reason.NOT_A_NUMBER));
    assertThat(rejection.getMessage(), containsString("',' before its decimals"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "12,50 € | 12.50",
        "€ 12,50 | 12.50",
        "-12,50 € | -12.50",
        "€ -12,50 | -12.50",
        "-€12,50 | -12.50",
        "EUR 1.250,00 | 1250.00",
        "1.250,00 EUR | 1250.00",
        "12,50- | -12.50",
        "12,50- € | -12.50",
        "12,50 €- | -12.50",
        "(12,50) | -12.50",
        "(12,50 €) | -12.50",
        "( 1.000 ) | -1000",
      })
  void takesSignsAndBracketsIfTheMappingSaysSo(String text, BigDecimal number) throws Rejection {
    assertThat(LENIENT.parse(Field.AMOUNT, text), is(number));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"(-5)", "-5-", "(5", "5)", "((5))", "€€5", "€5€-€", "EURO 5", "XYZ 5", "€"})
  void takesEachOfThemOnce(String text) {
    assertThrows(Rejection.class, () -> LENIENT.parse(Field.AMOUNT, text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"$1,234.50 | 1234.50", "-$5 | -5", "($0.99) | -0.99", "1,000 | 1000", "£7- | -7"})
  void takesDecimalPoints(String text, BigDecimal number) throws Rejection {
    assertThat(AMERICAN.parse(Field.AMOUNT, text), is(number));
  }

  @Test
  void takesBlanksAndApostrophesOfAnyKindBetweenGroups() throws Rejection {
    var french = new NumberFormat(',', ' ', Set.of());
    var swiss = new NumberFormat('.', '\'', Set.of());

    for (var blank : "  \u2009\u202f".split("")) {
      assertThat(
          french.parse(Field.AMOUNT, "1" + blank + "234" + blank + "567,8"),
          is(new BigDecimal("1234567.8")));
    }
    assertThat(swiss.parse(Field.AMOUNT, "1'234.50"), is(new BigDecimal("1234.50")));
    assertThat(swiss.parse(Field.AMOUNT, "1\u2019234.50"), is(new BigDecimal("1234.50")));
  }

  @Test
  void countsForAFieldOrForTheWholeMapping() {
    var record = Mappings.csv("a", "\"1.234,50\"");
    var german = "number: {decimal: \",\", grouping: \".\"}";

    var ofField = Mappings.with("amount", "{column: a, " + german + "}");
    var ofExpression = Mappings.with("amount", "{expression: DECIMAL(a) * 2, " + german + "}");
    var ofFunction = Mappings.with("amount", "{expression: 'NUMBER(a, \",\", \".\")'}");
    var replaced =
        Mappings.with(
            "amount", "{expression: 'DECIMAL(REPLACE(REPLACE(a, \".\", \"\"), \",\", \".\"))'}");

    assertThat(Mappings.good(ofField, record).amount(), is(123_450L));
    assertThat(Mappings.good(ofExpression, record).amount(), is(246_900L));
    assertThat(Mappings.good(ofFunction, record).amount(), is(123_450L));
    assertThat(Mappings.good(replaced, record).amount(), is(123_450L));
    assertThat(
        Mappings.bad(Mappings.with("amount", "{column: a}"), record).message(),
        containsString("'number' says what a comma is"));
  }

  @Test
  void countsAmountsThatCouldBeThousands() {
    var plain = Mappings.with("amount", "{column: a}");
    var computed = Mappings.with("amount", "{expression: DECIMAL(a)}");
    var told = Mappings.with("amount", "{column: a, number: {decimal: .}}");
    long before = Warnings.ambiguousNumbers();

    for (var text : new String[] {"1.000", "-12.340", "1.00", "1000", "0.500", "1.5000"}) {
      Mappings.good(told, Mappings.csv("a", text));
      Mappings.good(plain, Mappings.csv("a", text));
    }
    assertThat(Warnings.ambiguousNumbers() - before, is(2L));
    Mappings.good(computed, Mappings.csv("a", "1.000"));
    assertThat(Warnings.ambiguousNumbers() - before, is(3L));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{decimal: ';;'} | 'decimal' is one character",
        "{decimal: ',', grouping: ','} | must be different",
        "{grouping: 5} | 'grouping' is one character",
        "{brackets: yes} | 'brackets' is true or false",
        "{comma: true} | unknown option of number 'comma'",
      })
  void refusesAFormatThatIsNone(String options, String problem) {
    var failure =
        assertThrows(
            InvalidFileException.class,
            () -> Mappings.with("amount", "{column: a, number: " + options + "}"));
    assertThat(failure.getMessage(), containsString(problem));
  }
}
