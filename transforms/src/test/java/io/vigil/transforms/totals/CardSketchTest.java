package io.vigil.transforms.totals;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CardSketchTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 8, 9, 100, 300})
  void shouldBeExactForFewCards(int cards) {
    assertThat(sketchOf(cards(cards)).estimate(), is((long) cards));
  }

  @Test
  void shouldBeWithinFourStandardErrorsForManyCards() {
    assertThat(
        sketchOf(cards(100_000)).estimate(), allOf(greaterThan(93_500L), lessThan(106_500L)));
  }

  @Test
  void shouldCountACardOnceHoweverOftenItComes() {
    assertThat(sketchOf(Collections.nCopies(10_000, "ann")).estimate(), is(1L));
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 40, 500, 3_000, 20_000})
  void shouldGiveTheSameEstimateInAnyOrderAndGrouping(int size) {
    var cards = cards(size);
    long expected = sketchOf(cards).estimate();
    for (int seed = 0; seed < 20; seed++) {
      var random = new Random(seed);
      var shuffled = new ArrayList<>(cards);
      // Some cards come twice, and into two sketches.
      shuffled.addAll(cards.subList(0, size / 3));
      Collections.shuffle(shuffled, random);
      var sketches = new ArrayList<CardSketch>();
      for (int from = 0; from < shuffled.size(); ) {
        int to = Math.min(shuffled.size(), from + 1 + random.nextInt(size));
        sketches.add(sketchOf(shuffled.subList(from, to)));
        from = to;
      }
      var union = sketches.stream().reduce(CardSketch::union).orElseThrow();
      assertThat("seed " + seed, union.estimate(), is(expected));
    }
  }

  private static List<String> cards(int size) {
    return IntStream.range(0, size).mapToObj(i -> "card-" + i).toList();
  }

  private static CardSketch sketchOf(List<String> cards) {
    var builder = new CardSketch.Builder();
    cards.forEach(builder::add);
    return builder.build();
  }
}
