package io.vigil.local.demo;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {

  @Test
  void theFirstColumnIsToTheLeftAndNumbersAreToTheRight() {
    var lines =
        TextTable.lines(
            List.of("currency", "count"), List.of(List.of("GBP", "7"), List.of("EUR", "1,234")));

    assertThat(lines, contains("currency  count", "GBP           7", "EUR       1,234"));
  }

  @Test
  void aRowWithAnotherNumberOfCellsIsRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> TextTable.lines(List.of("one", "two"), List.of(List.of("one"))));
  }

  @Test
  void theDashboardShowsAmountsInTheMainUnitOfTheirCurrency() {
    var lines =
        Dashboard.table(
            List.of(
                new Dashboard.Total("USD", 1_200, 123_456, 3, 900, "12:34"),
                new Dashboard.Total("JPY", 1, 150, 0, 1, "12:34")));

    assertThat(
        lines.subList(0, 3),
        contains(
            "this minute  payments       sum  flagged  cards",
            "12:34 USD       1,200  1,234.56        3    900",
            "12:34 JPY           1       150        0      1"));
  }

  @Test
  void theDashboardHasAsManyLinesWithFewCurrenciesAsWithMany() {
    assertThat(Dashboard.table(List.of()), hasSize(7));
  }
}
