package io.vigil.pipelines.tables;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vigil.pipelines.tables.Differences.Difference;
import io.vigil.pipelines.tables.Differences.Kind;
import io.vigil.schemas.Dimension;
import io.vigil.schemas.Grain;
import io.vigil.schemas.Total;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DifferencesTest {

  /** One beyond the basic plane comes after one at its end by bytes, but before it by chars. */
  private static final List<String> KEYS = List.of("a", "b", "é", "\uffee", "\ud83d\ude00", "ab");

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void shouldFindWhatAMapFinds(long seed) {
    var random = new Random(seed);
    var before = rows(random);
    var after = rows(random);

    var found = new ArrayList<String>();
    long equal =
        Differences.in(Tables.TOTALS)
            .ignoring("generation")
            .between(
                before.values().stream(),
                after.values().stream(),
                it -> found.add(it.kind() + " " + it.row().key() + " " + it.row().windowStart()));

    var expected = new ArrayList<String>();
    var keys = new TreeMap<>(before);
    keys.putAll(after);
    long same = 0;
    for (var key : keys.keySet()) {
      var one = before.get(key);
      var other = after.get(key);
      var row = other == null ? one : other;
      var place = " " + row.key() + " " + row.windowStart();
      if (other == null) {
        expected.add(Kind.GONE + place);
      } else if (one == null) {
        expected.add(Kind.ADDED + place);
      } else if (one.count() != other.count()) {
        expected.add(Kind.CHANGED + place);
      } else {
        same++;
      }
    }
    assertThat(found, is(expected));
    assertThat(equal, is(same));
  }

  @Test
  void shouldNameTheColumnsThatDiffer() {
    var difference = differences(List.of(total("a", 0, 1, 0)), List.of(total("a", 0, 3, 5))).get(0);

    assertThat(
        difference.columns().stream().map(String::valueOf).toList(),
        contains("count 1 -> 3", "sum 100 -> 300"));
    assertThat(difference.key(), is(List.<Object>of("minute", "merchant", "a", "EUR", 0L)));
  }

  @Test
  void shouldFindNothingInEqualRowsOfOtherGenerations() {
    assertThat(
        differences(List.of(total("a", 0, 1, 0)), List.of(total("a", 0, 1, 9))), is(empty()));
  }

  @Test
  void shouldNotTakeRowsThatAreNotInOrder() {
    var problem =
        assertThrows(
            IllegalArgumentException.class,
            () -> differences(List.of(total("b", 0, 1, 0), total("a", 0, 1, 0)), List.of()));

    assertThat(problem.getMessage(), containsString("comes after"));
  }

  @Test
  void shouldNotIgnoreAKey() {
    assertThrows(
        IllegalArgumentException.class, () -> Differences.in(Tables.TOTALS).ignoring("currency"));
  }

  private static List<Difference<Total>> differences(List<Total> before, List<Total> after) {
    var found = new ArrayList<Difference<Total>>();
    Differences.in(Tables.TOTALS)
        .ignoring("generation")
        .between(before.stream(), after.stream(), found::add);
    return found;
  }

  private static TreeMap<String, Total> rows(Random random) {
    var rows = new TreeMap<String, Total>(DifferencesTest::compareBytes);
    for (var key : KEYS) {
      for (int minute = 0; minute < 3; minute++) {
        if (random.nextBoolean()) {
          rows.put(
              key + "\u0000" + minute, total(key, minute, random.nextInt(2), random.nextInt(3)));
        }
      }
    }
    return rows;
  }

  private static int compareBytes(String one, String other) {
    return Arrays.compareUnsigned(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  private static Total total(String key, int minute, long count, long generation) {
    return new Total(
        Grain.MINUTE,
        Dimension.MERCHANT,
        key,
        "EUR",
        minute * 60_000L,
        minute * 60_000L + 60_000,
        count,
        0,
        0,
        count * 100,
        100,
        1,
        generation,
        1,
        true);
  }
}
