package io.vigil.schemas.yaml;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {

  private static final List<String> NAMES = List.of("amount", "country", "currency", "Quantity");

  @ParameterizedTest
  @CsvSource({
    "amout, amount",
    "amuont, amount",
    "amountt, amount",
    "bmount, amount",
    "AMOUNT, amount",
    "quantiy, Quantity",
    "curency, currency",
    "curencyy, currency",
  })
  void findsTheNameBehindASlip(String written, String meant) {
    assertThat(NearestName.hint(written, NAMES), is("; did you mean '" + meant + "'?"));
  }

  @ParameterizedTest
  @CsvSource({"merchant", "x", "am"})
  void findsNothingForAnotherWord(String written) {
    assertThat(NearestName.hint(written, NAMES), is(""));
  }
}
