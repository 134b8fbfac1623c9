package io.vigil.schemas.mapping;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vigil.schemas.Reason;
import io.vigil.schemas.fields.Rejection;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormulaTest {

  private static final List<String> COLUMNS =
      List.of("text", "number", "flag", "none", "Text", "Invoice No", "TRUE", "a.b");

  private static final @Nullable Object[] VALUES = {
    "Ab", new BigDecimal("2.50"), true, null, "other", "C17", "column", "dotted"
  };

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "number | 2.50",
        "number * 4 | 10.00",
        "-number + 1 | -1.50",
        "7 % 4 - 10 / 4 | 0.5",
        "0.1 + 0.2 | 0.3",
        // 0x04e2 is 1250.
        "DECIMAL_BYTES(\"BOI=\", 2) | 12.50",
        "DECIMAL_BYTES(\"/w==\", 0) | -1",
        "NUMBER(\"1.234,5\", \",\", \".\") + NUMBER(\"2,5\", \",\", \"\") | 1237.0",
        "1e3 | 1E+3",
        "DECIMAL(\" -12 \") | -12",
        "ABS(-3) + MIN(3, 1, 2) + MAX(3, 1, 2) | 7",
        "FLOOR(-1.5) + CEILING(-1.5) | -3",
        "ROUND(2.345, 2) | 2.34",
        "ROUND(2.355, 2) | 2.36",
        "DIVIDE(10, 3, 2) | 3.33",
        "STR_LENGTH(text) | 2",
      })
  void calculatesExactly(String expression, BigDecimal value) throws Rejection {
    assertThat(evaluate(expression), is(value));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "text + \"-\" + Text | Ab-other",
        "TEXT(number) | 2.50",
        "REPLACE(\"a.b.c\", \".\", \"--\") | a--b--c",
        "STR_LOWER(text) + STR_UPPER(text) | abAB",
        "STR_LEFT(\"abc\", 2) + STR_RIGHT(\"abc\", 2) + STR_LEFT(\"abc\", 9) | abbcabc",
        "STR_SUBSTRING(\"abcdef\", 1, 3) + STR_SUBSTRING(\"abc\", 5, 9) | bc",
        "STR_SUBSTRING(\"abcdef\", 4) + STR_SUBSTRING(\"abc\", 5) | ef",
        "STR_TRIM(\" x \") | x",
        "COLUMN(\"Invoice No\") + COLUMN(\"TRUE\") | C17column",
        "column(\"a.b\") | dotted",
        "IF(number > 2, \"more\", \"less\") | more",
        "IF(none = NULL, \"none\", none + \"x\") | none",
        "COALESCE(none, text, none + \"x\") | Ab",
      })
  void givesTexts(String expression, String value) throws Rejection {
    assertThat(evaluate(expression), is(value));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "flag && TRUE && !FALSE",
        "FALSE || text = \"Ab\"",
        "text != Text && text <> Text && text == \"Ab\"",
        "number = 2.5 && number >= 2.5 && number <= 2.5",
        "none = NULL && text != NULL",
        "STR_CONTAINS(text, \"b\") && STR_STARTS_WITH(text, \"A\") && STR_ENDS_WITH(text, \"b\")",
        "FALSE && none || TRUE",
      })
  void decides(String expression) throws Rejection {
    assertThat(evaluate(expression), is(true));
  }

  @Test
  void givesNothingForAnEmptyColumn() throws Rejection {
    assertThat(evaluate("none"), is(nullValue()));
  }

  @Test
  void namesTheColumnsThatItReads() {
    var formula =
        Objects.requireNonNull(
            Formula.parse("IF(a = NULL, COLUMN(\"b c\"), row_hash) + a", problem -> {}));
    assertThat(formula.columns(), containsInAnyOrder("a", "b c"));
  }

  @Test
  void doesNotDependOnTheLocaleOfTheMachine() throws Rejection {
    var before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("tr-TR"));
    try {
      assertThat(evaluate("STR_UPPER(\"visit\")"), is("VISIT"));
      assertThat(evaluate("str_lower(\"VISIT\")"), is("visit"));
    } finally {
      Locale.setDefault(before);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1 / 3 | exact result",
        "1 / 0 | division by zero",
        "1 % 0.0 | division by zero",
        "DIVIDE(1, 0, 2) | division by zero",
        "text * 2 | needs a number, not a text; DECIMAL(…) makes one",
        "text + 1 | needs a text, not a number; TEXT(…) makes one",
        "1 + text | needs a number, not a text",
        "text < Text | needs a number, not a text",
        "text = 1 | cannot compare a text with a number",
        "none + 1 | needs a number, not NULL; COALESCE(…, …) says what stands for it",
        "none + text | needs a text, not NULL; COALESCE(…, …) says what stands for it",
        "text + none | needs a text, not NULL; COALESCE(…, …) says what stands for it",
        "STR_SUBSTRING(text) | needs a text, from where and, if not all, up to where",
        "IF(text, 1, 2) | needs true or false, not a text",
        "flag && number | needs true or false, not a number",
        "!text | needs true or false, not a text",
        "STR_LEFT(text, -1) | needs a whole number",
        "STR_LEFT(text, 1.5) | needs a whole number",
        "ROUND(1, 999999999) | needs a whole number",
        "1e900 * 1e900 | too large or too small",
        "123456789e40 + 1e-60 | exact result",
      })
  void rejectsARecordWhoseValueCannotBeWorkedOut(String expression, String problem) {
    var rejection = assertThrows(Rejection.class, () -> evaluate(expression));
    assertThat(rejection.reason(), is(Reason.EXPRESSION_FAILED));
    assertThat(rejection.getMessage(), containsString(problem));
  }

  @Test
  void rejectsATextThatIsNoNumberAndNamesItsColumn() {
    var text = assertThrows(Rejection.class, () -> evaluate("DECIMAL(text)"));
    assertThat(text.reason(), is(Reason.NOT_A_NUMBER));
    assertThat(text.getMessage(), is("amount: column 'text': 'Ab' is no number"));
    var none = assertThrows(Rejection.class, () -> evaluate("1 + DECIMAL(COLUMN(\"none\"))"));
    assertThat(none.reason(), is(Reason.NOT_A_NUMBER));
    assertThat(none.getMessage(), is("amount: column 'none': is empty"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "java.lang.Runtime.getRuntime()",
        "T(java.lang.System).exit(0)",
        "text.getClass()",
        "new java.io.File(\"/etc/passwd\")",
        "READ_FILE(\"/etc/passwd\")",
        "9 ^ 9 ^ 9 ^ 9",
        "FACT(999999)",
        "STR_MATCHES(text, \"(a+)+$\")",
        "STR_SPLIT(text, \"(a+)+$\")",
        "STR_FORMAT(\"%999999999d\", 1)",
        "RANDOM()",
        "DT_NOW()",
        "SQRT(2)",
        "1e999999999 + 1",
        "1e99999999999999 + 1",
        "0x",
        "text[0]",
        "a := 1",
        "COLUMN(text)",
        "COLUMN(\"a\" + \"b\")",
        "COLUMN(1 + 1)",
        "2 text",
        "1,",
        "MAX(1,)",
        "MAX(,1)",
        "STR_LEFT(text 2)",
        "IF(flag (1), 2)",
        "IF(1, 2)",
        "(",
        ")",
        "\"open",
        "\"\\x\"",
        "",
        "   ",
      })
  void refusesWhatIsNotInTheLanguage(String expression) {
    assertThat(problems(expression).size(), is(1));
  }

  @Test
  void saysWhichFunctionWasMeant() {
    assertThat(
        problems("STR_START_WITH(a, b)"),
        contains(
            "bad expression: unknown function 'STR_START_WITH'; did you mean 'STR_STARTS_WITH'?"));
  }

  @Test
  void refusesAnExpressionThatIsTooLongOrTooDeep() {
    assertThat(
        problems("1" + "+1".repeat(1_000)),
        contains("the expression has more than 2000 characters"));
    assertThat(
        problems("-".repeat(60) + "1"),
        contains("bad expression: more than 50 functions and operators within each other"));
    assertThat(
        problems("IF(TRUE,".repeat(60) + "1" + ",1)".repeat(60)),
        contains("bad expression: more than 50 functions and operators within each other"));
  }

  @Test
  void worksOutTheDeepestExpressionOnASmallStack() throws InterruptedException {
    int deepest = Formula.DEEPEST - 1;
    var expression = "IF(TRUE,".repeat(deepest) + "1" + ",1)".repeat(deepest);
    var failures = new ArrayList<Throwable>();
    Runnable task =
        () -> {
          try {
            assertThat(evaluate(expression), is(BigDecimal.ONE));
          } catch (Throwable e) {
            failures.add(e);
          }
        };
    var thread = new Thread(null, task, "small stack", 200_000);
    thread.start();
    thread.join();
    assertThat(failures, is(empty()));
  }

  @Test
  void doesNotMultiplyALongText() {
    var row = new Row(List.of("a"));
    row.set(0, "x".repeat(Values.LONGEST_TEXT));
    for (var expression : List.of("a + a", "a + a + a + a + a")) {
      assertThrows(Rejection.class, () -> evaluator(expression, row).evaluate());
    }
    row.set(0, "x".repeat(Values.LONGEST_TEXT + 1));
    assertThrows(Rejection.class, () -> evaluator("STR_LENGTH(a)", row).evaluate());
  }

  private static List<String> problems(String expression) {
    var problems = new ArrayList<String>();
    Formula.parse(expression, problems::add);
    return problems;
  }

  private static @Nullable Object evaluate(String expression) throws Rejection {
    var row = new Row(COLUMNS);
    for (int slot = 0; slot < VALUES.length; slot++) {
      row.set(slot, VALUES[slot]);
    }
    return evaluator(expression, row).evaluate();
  }

  private static Evaluator evaluator(String expression, Row row) {
    var formula =
        Formula.parse(
            expression,
            problem -> {
              throw new AssertionError(problem);
            });
    return new Evaluator("amount", Objects.requireNonNull(formula), row, NumberFormat.PLAIN);
  }
}
