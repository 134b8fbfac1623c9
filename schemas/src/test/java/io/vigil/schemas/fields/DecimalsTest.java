package io.vigil.schemas.fields;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vigil.schemas.Reason;
import io.vigil.schemas.SourcePosition;
import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalsTest {

  @ParameterizedTest
  @CsvSource({
    "12.34, EUR, 1234",
    "12, EUR, 1200",
    "12.3400, EUR, 1234",
    "-0.01, EUR, -1",
    "+5, EUR, 500",
    ".5, EUR, 50",
    "5., EUR, 500",
    "1e2, EUR, 10000",
    "1E-2, EUR, 1",
    "' 7 ', EUR, 700",
    "000012.34, EUR, 1234",
    "1234, JPY, 1234",
    "1234.0, JPY, 1234",
    "1.234, KWD, 1234",
    "92233720368547758.07, EUR, 9223372036854775807",
    "-92233720368547758.08, EUR, -9223372036854775808",
    "9223372036854775807, JPY, 9223372036854775807",
    "0e999999999, EUR, 0",
    "-0, EUR, 0",
  })
  void readsAmountsExactly(String text, String currency, long minorUnits) throws Rejection {
    assertThat(amount(text, currency), is(minorUnits));
  }

  @ParameterizedTest
  @CsvSource({
    "12.345, EUR, TOO_MANY_DECIMALS",
    "0.5, JPY, TOO_MANY_DECIMALS",
    "1.2345, KWD, TOO_MANY_DECIMALS",
    "1e-400, EUR, TOO_MANY_DECIMALS",
    "1e-99999999999, EUR, TOO_MANY_DECIMALS",
    "92233720368547758.08, EUR, AMOUNT_OUT_OF_RANGE",
    "9223372036854775808, JPY, AMOUNT_OUT_OF_RANGE",
    "1e400, EUR, AMOUNT_OUT_OF_RANGE",
    "1e999999999, EUR, AMOUNT_OUT_OF_RANGE",
    "1e99999999999, EUR, AMOUNT_OUT_OF_RANGE",
  })
  void refusesAmountsThatAreNoMinorUnits(String text, String currency, Reason reason) {
    assertThat(reasonOf(text, currency), is(reason));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NaN",
        "Infinity",
        "-Infinity",
        "abc",
        "1,5",
        "1 000",
        "--1",
        "1.2.3",
        ".",
        "-",
        "+",
        "e5",
        "1e",
        "1e+",
        "0x10",
        "1f",
        "1d",
        "١٢",
        "12€",
        "\u0000"
      })
  void refusesWhatIsNoNumber(String text) {
    assertThat(reasonOf(text, "EUR"), is(Reason.NOT_A_NUMBER));
  }

  @Test
  void refusesANumberOfAbsurdLengthWithoutRepeatingIt() {
    var rejection = assertThrows(Rejection.class, () -> amount("1".repeat(100_000), "EUR"));
    assertThat(rejection.reason(), is(Reason.NOT_A_NUMBER));
    assertThat(rejection.getMessage(), is("amount: has 100000 characters"));
  }

  @Test
  void agreesWithBigDecimalOnRandomNumbers() throws Rejection {
    long seed = 4;
    var random = new Random(seed);
    for (int round = 0; round < 200_000; round++) {
      int length = 1 + random.nextInt(22);
      var text = new StringBuilder(random.nextBoolean() ? "-" : "");
      int point = random.nextInt(length + 4);
      for (int i = 0; i < length; i++) {
        text.append(i == point ? "." : "").append(random.nextInt(10));
      }
      if (random.nextInt(10) == 0) {
        text.append(random.nextBoolean() ? "e" : "E-").append(random.nextInt(4));
      }
      var number = text.toString();
      assertThat("seed " + seed + ", " + number, verdict(number, "KWD"), is(expected(number, 3)));
    }
  }

  @Test
  void readsTheNearestDouble() throws Rejection {
    long seed = 5;
    var random = new Random(seed);
    for (int round = 0; round < 100_000; round++) {
      double score = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(score)) {
        var chars = ("x" + score + "y").toCharArray();
        assertThat(
            "seed " + seed,
            Decimals.parseDouble(Field.RISK_SCORE, chars, 1, chars.length - 2),
            is(score));
      }
    }
  }

  /** The minor units, or the reason why there are none. */
  private static Object expected(String number, int decimals) {
    var shifted = new BigDecimal(number).movePointRight(decimals).stripTrailingZeros();
    if (shifted.scale() > 0) {
      return Reason.TOO_MANY_DECIMALS;
    }
    try {
      return shifted.longValueExact();
    } catch (ArithmeticException e) {
      return Reason.AMOUNT_OUT_OF_RANGE;
    }
  }

  private static Object verdict(String number, String currency) {
    try {
      return amount(number, currency);
    } catch (Rejection rejection) {
      return rejection.reason();
    }
  }

  private static long amount(String text, String currency) throws Rejection {
    var builder = new TransactionBuilder();
    builder.text(Field.TRANSACTION_ID, "t");
    builder.text(Field.CARD_ID, "c");
    builder.text(Field.MERCHANT_ID, "m");
    builder.text(Field.CURRENCY, currency);
    builder.eventTime(0);
    var chars = ("9" + text + "9").toCharArray();
    builder.text(Field.AMOUNT, chars, 1, text.length());
    return builder.build(SourcePosition.inFile("f", 1)).amount();
  }

  private static Reason reasonOf(String text, String currency) {
    return assertThrows(Rejection.class, () -> amount(text, currency)).reason();
  }
}
