package io.vigil.schemas.fields;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CardNumbersTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "4111111111111 | #############",
        "card 4111111111111111, twice 4111111111111111111! | card ################, twice ###################!",
        "4111 1111 1111 1111 | #### #### #### ####",
        "3782-822463-10005 | ####-######-#####",
        "4111–1111–1111–1111 | ####–####–####–####",
        "٤١١١١١١١١١١١١١١١ | ################",
        "41111111111111111111111111 | ##########################",
        "411111111111 | 411111111111",
        "2026-03-01T12:34:56.789Z | 2026-03-01T12:34:56.789Z",
        "of its 12,345,678 bytes only the first 8,388,608 | of its 12,345,678 bytes only the first 8,388,608",
        "4111 - 1111 - 1111 - 1111 | #### - #### - #### - ####",
        "4111, 1111, 1111, 1111 | 4111, 1111, 1111, 1111",
        "no digits | no digits",
      })
  void masksEveryRunThatMayBeACard(String text, String masked) {
    assertThat(CardNumbers.masked(text), is(masked));
  }

  @Test
  void masksWhatBidiAndControlCharactersPart() {
    assertThat(
        CardNumbers.masked("4111\u200b1111\u000011111111"), is("####\u200b####\u0000########"));
  }

  @Test
  void leavesNothingOfANumberThatAQuoteCuts() {
    for (int before = 0; before < 45; before++) {
      var quote = Rejection.quote("x".repeat(before) + "4111111111111111" + "y".repeat(9));
      assertThat(quote, not(containsString("4111")));
      assertThat(quote, not(containsString("11")));
    }
  }

  @Test
  void takesLongTextsInTheirStride() {
    var long1 = "1 ".repeat(1_000_000);
    assertThat(CardNumbers.masked(long1), is("# ".repeat(1_000_000)));
  }

  @Test
  void showsTheFormOfAText() {
    assertThat(CardNumbers.form("{\"Ä\": \"a1-\t\"}"), is("{\"x\": \"x#- \"}"));
  }
}
