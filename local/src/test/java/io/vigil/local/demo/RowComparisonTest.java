package io.vigil.local.demo;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import java.util.List;
import org.junit.jupiter.api.Test;

class RowComparisonTest {

  @Test
  void theOrderOfRowsDoesNotMatter() {
    var comparison =
        RowComparison.of(
            List.of(List.of("a", "1"), List.of("b", "2")),
            List.of(List.of("b", "2"), List.of("a", "1")));

    assertThat(comparison.isEqual(), is(true));
  }

  @Test
  void aRowWithAnotherValueIsADifferenceOnBothSides() {
    var comparison = RowComparison.of(List.of(List.of("a", "1")), List.of(List.of("a", "2")));

    assertThat(comparison.isEqual(), is(false));
    assertThat(comparison.differences(), contains("bounded a 2", "live    a 1"));
  }

  @Test
  void aRowThatIsMissingIsADifference() {
    var comparison = RowComparison.of(List.of(), List.of(List.of("a")));

    assertThat(comparison.isEqual(), is(false));
    assertThat(comparison.differences(), contains("bounded a"));
  }

  @Test
  void aRowThatIsThereTwiceMustBeSoInBoth() {
    var comparison = RowComparison.of(List.of(List.of("a"), List.of("a")), List.of(List.of("a")));

    assertThat(comparison.differences(), contains("live    a"));
  }

  @Test
  void tablesWithoutRowsProveNothing() {
    assertThat(RowComparison.of(List.of(), List.of()).isEqual(), is(false));
  }
}
