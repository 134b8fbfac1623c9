package io.vigil.transforms.screen;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Transaction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a card with very many transactions costs, such as the one card of all guests of a shop. The
 * cost is counted in steps of the rules, not in time.
 */
class BusyCardTest {

  private static final int SIZE = 30_000;

  /** What the rules ask for: five others, five merchants, three declines. */
  private static final int STEPS_FOR_EACH = 60;

  private static final DetectionRules RULES = DetectionRules.defaults();

  /** Numbers that are hardly ever reached, so that candidates stay. */
  private static final DetectionRules HARD =
      DetectionRules.parse(
          "hard.yaml",
          """
          version: 1
          rules:
            - {name: velocity, kind: velocity, count: 50, within: 60s}
            - {name: merchants, kind: many_merchants, merchants: 20, within: 1h}
            - {name: declines, kind: declines_then_approval, declines: 50, within: 1h}
          """);

  enum Arrival {
    IN_ORDER,
    REVERSED,
    SHUFFLED,
    /** The second half of the time first, as when one of two files is read before the other. */
    SECOND_HALF_FIRST,
    /** Every thousandth is late: those all come at the end. */
    RARE_ONES_LAST;

    List<Transaction> of(List<Transaction> inOrder) {
      var arrived = new ArrayList<>(inOrder);
      switch (this) {
        case IN_ORDER -> {}
        case REVERSED -> Collections.reverse(arrived);
        case SHUFFLED -> Collections.shuffle(arrived, new Random(1));
        case SECOND_HALF_FIRST -> Collections.rotate(arrived, arrived.size() / 2);
        case RARE_ONES_LAST -> {
          var rare = new ArrayList<Transaction>();
          for (int i = 0; i < arrived.size(); i += 1_000) {
            rare.add(inOrder.get(i));
          }
          arrived.removeAll(new HashSet<>(rare));
          arrived.addAll(rare);
        }
      }
      return arrived;
    }
  }

  /** Everything in one second, one shop, one country: each window holds everything. */
  @ParameterizedTest
  @EnumSource
  void costsLittleWhenAllIsInOneSecond(Arrival arrival) {
    var all = card(i -> i * 1_000 / SIZE, i -> 0);
    assertThat(steps(RULES, arrival.of(all)), is(lessThan(STEPS_FOR_EACH * (long) SIZE)));
    assertThat(steps(HARD, arrival.of(all)), is(lessThan(10 * STEPS_FOR_EACH * (long) SIZE)));
  }

  /** A day of guests: some in every minute, and few shops. */
  @ParameterizedTest
  @EnumSource
  void costsLittleWhenTheDayIsFull(Arrival arrival) {
    var all = card(i -> (int) (i * 86_400_000L / SIZE), i -> i * 31 % 1_009 % 3);
    assertThat(steps(RULES, arrival.of(all)), is(lessThan(STEPS_FOR_EACH * (long) SIZE)));
    assertThat(steps(HARD, arrival.of(all)), is(lessThan(10 * STEPS_FOR_EACH * (long) SIZE)));
  }

  /** Two hours in which one shop has nearly all, and the few others are just too few to flag. */
  @ParameterizedTest
  @EnumSource
  void costsLittleWhenHardlyAnythingIsFlagged(Arrival arrival) {
    var all =
        card(i -> (int) (i * 7_200_000L / SIZE), i -> i % 1_000 == 0 ? 1 + i / 1_000 % 18 : 0);
    assertThat(steps(RULES, arrival.of(all)), is(lessThan(STEPS_FOR_EACH * (long) SIZE)));
    assertThat(steps(HARD, arrival.of(all)), is(lessThan(10 * STEPS_FOR_EACH * (long) SIZE)));
  }

  private static long steps(DetectionRules rules, List<Transaction> transactions) {
    var history = CardHistory.of(rules);
    transactions.forEach(history::accept);
    return history.steps();
  }

  private static List<Transaction> card(IntUnaryOperator millis, IntUnaryOperator shop) {
    var all = new ArrayList<Transaction>();
    for (int i = 0; i < SIZE; i++) {
      all.add(
          new Transaction(
              "id-%07d".formatted(i),
              1_772_366_400_000L + millis.applyAsInt(i),
              "guest",
              "shop-" + shop.applyAsInt(i),
              i % 7 == 0 ? 50 : i % 11 == 0 ? 25_000 : 2_000,
              "GBP",
              shop.applyAsInt(i) == 0 ? "GB" : null,
              i % 5_000 == 0 ? "DECLINED" : "APPROVED",
              "food",
              null,
              SourcePosition.inFile("a.jsonl", i + 1)));
    }
    return all;
  }
}
