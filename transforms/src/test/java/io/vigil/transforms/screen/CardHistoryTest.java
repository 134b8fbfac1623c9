package io.vigil.transforms.screen;

import static io.vigil.transforms.screen.Purchase.at;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Transaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CardHistoryTest {

  private static final DetectionRules RULES = DetectionRules.defaults();

  /** Rules with spans of few units of time, so that few transactions meet all of them. */
  private static final String FEW_UNITS =
      """
      version: 1
      rules:
        - {name: v1, kind: velocity, count: 1, within: 1u}
        - {name: v3, kind: velocity, count: 3, within: 7u}
        - name: tried
          kind: small_then_large
          small: {GBP: 0.02, JPY: 2}
          large: {GBP: 0.06, JPY: 5}
          within: 4u
        - {name: m2, kind: many_merchants, merchants: 2, within: 1u}
        - {name: m4, kind: many_merchants, merchants: 4, within: 6u}
        - {name: moved, kind: country_change, within: 3u}
        - {name: d2, kind: declines_then_approval, declines: 2, within: 5u}
        - {name: s2, kind: several_declined, count: 2, within: 5u}
        - {name: r2, kind: several_risky, count: 2, score: 0.4, within: 6u}
        - {name: much, kind: amount_over, limits: {GBP: 0.08}}
        - {name: risky, kind: risk_over, score: 0.8}
      """;

  /** Seven units are more than the least horizon. */
  private static final int UNIT = 3_600_000;

  private static final DetectionRules CLOSE =
      DetectionRules.parse("close.yaml", FEW_UNITS.replaceAll("(?<=within: \\d)u", "h"));

  @Test
  void knowsADuplicateWhereverItWasRead() {
    var history = CardHistory.of(RULES);
    var payment = at("12:00:00").made();
    assertThat(accepted(history, payment).isConflict(), is(false));
    assertThat(
        history.accept(payment.withSource(SourcePosition.inTopic("t", 3, 9))),
        is(instanceOf(Verdict.Duplicate.class)));
  }

  @Test
  void acceptsBothSidesOfAConflict() {
    var history = CardHistory.of(RULES);
    var payment = at("12:00:00").id("a");
    accepted(history, payment.made());
    var second = accepted(history, payment.of("21.00").made());
    assertThat(second.isConflict(), is(true));
    assertThat(second.contents(), is(2));
    assertThat(accepted(history, payment.of("22.00").made()).contents(), is(3));
    assertThat(history.accept(payment.of("21.00").made()), is(instanceOf(Verdict.Duplicate.class)));
    assertThat(accepted(history, at("12:00:00").id("b").made()).isConflict(), is(false));
  }

  @Test
  void seesAConflictWithinTheHorizonOnly() {
    var history = CardHistory.of(RULES);
    accepted(history, at("12:00:00").id("a").made());
    assertThat(accepted(history, at("13:00:00.001").id("a").made()).isConflict(), is(false));
    assertThat(accepted(history, at("13:00:00").id("a").made()).contents(), is(3));
  }

  @Test
  void stopsCountingTheContentsOfAnIdThatStandsForEverything() {
    var history = CardHistory.of(RULES);
    Verdict.Accepted last = null;
    for (int i = 0; i < 300; i++) {
      last = accepted(history, at("12:00:00").id("id").of(i + ".00").made());
    }
    assertThat(last == null ? 0 : last.contents(), is(CardHistory.MOST_CONTENTS));
  }

  @Test
  void flagsTheNeighboursOfALateArrival() {
    var history = CardHistory.of(RULES);
    var first = accepted(history, at("12:01:00").of("250.00").from("DE").risk(0.95).made());
    assertThat(rules(first.findings()), is(List.of("risk-over")));
    assertThat(first.findings().get(0).isFirst(), is(true));
    accepted(history, at("12:02:00").of("300.00").made());

    var late = accepted(history, at("12:00:30").of("0.50").from("GB").made());

    assertThat(late.findings(), is(empty()));
    assertThat(
        late.laterFindings().stream()
            .map(it -> it.flag().transactionId() + " " + it.flag().rule() + " " + it.isFirst())
            .toList(),
        is(
            List.of(
                "12:01:00 small-then-large false",
                "12:02:00 small-then-large true",
                "12:01:00 country-change false")));
    var flag = late.laterFindings().get(0).flag();
    assertThat(flag.merchantId(), is("shop"));
    assertThat(flag.country(), is("DE"));
    assertThat(flag.category(), is("food"));
    assertThat(flag.currency(), is("GBP"));
    assertThat(flag.eventTime(), is(at("12:01:00").time()));
  }

  @Test
  void givesOutTheFlagsOfTheModelInEveryOrderOfArrival() {
    long flags = 0;
    for (int seed = 0; seed < 1_000; seed++) {
      var random = new Random(seed);
      var transactions = randomCard(random);
      var screening = Screening.of(CLOSE, transactions);
      var expected = ScreenModel.flags(CLOSE, transactions);
      assertThat("seed " + seed, screening.found(), is(expected));
      assertThat(
          "seed " + seed, screening.conflicts, is(ScreenModel.conflicts(CLOSE, transactions)));
      assertThat(
          "seed " + seed,
          screening.verdicts.stream().filter(Verdict.Accepted.class::isInstance).count(),
          is((long) ScreenModel.distinct(transactions).size()));
      assertThat(
          "seed " + seed,
          screening.firsts(),
          is(expected.stream().map(ScreenModel.Found::content).distinct().count()));
      flags += expected.size();
    }
    assertThat(flags, is(greaterThan(20_000L)));
  }

  @Test
  void oneMoreTransactionTakesNoFlagAway() {
    for (int seed = 0; seed < 500; seed++) {
      var random = new Random(seed);
      var transactions = randomCard(random);
      var fewer = transactions.subList(1, transactions.size());
      var flags = Screening.of(CLOSE, transactions).found();
      assertTrue(flags.containsAll(Screening.of(CLOSE, fewer).found()), "seed " + seed);
    }
  }

  @Test
  void forgettingWhatNobodyCanAskForChangesNothing() {
    var gate = new LatenessGate(UNIT, 3 * UNIT);
    for (int seed = 0; seed < 500; seed++) {
      var random = new Random(seed);
      var transactions = randomCard(random);
      // At most so much out of order as the gate allows.
      var arrivals = new TreeMap<Long, List<Transaction>>();
      for (var it : transactions) {
        long arrival = it.eventTime() + random.nextInt(3 * UNIT);
        arrivals.computeIfAbsent(arrival, any -> new ArrayList<>()).add(it);
      }
      var history = CardHistory.of(CLOSE);
      var screening = new Screening();
      arrivals.forEach(
          (watermark, arrived) -> {
            for (var it : arrived) {
              assertThat(gate.isLate(it.eventTime(), watermark), is(false));
              screening.take(history, it);
            }
            history.forgetBefore(gate.openSince(watermark) - CLOSE.horizon().toMillis());
          });
      assertThat("seed " + seed, screening.found(), is(ScreenModel.flags(CLOSE, transactions)));
      history.forgetBefore(Long.MAX_VALUE / 2);
      assertThat(history.isEmpty(), is(true));
    }
  }

  @Test
  void refusesWhatItCannotJudgeAnyMore() {
    var history = CardHistory.of(RULES);
    history.forgetBefore(at("12:00:00").time());
    assertThrows(IllegalArgumentException.class, () -> history.accept(at("12:59:59.999").made()));
    accepted(history, at("13:00:00").made());
  }

  @Test
  void goesOnAfterEveryRestoreAsIfNothingHadHappened() {
    for (int seed = 0; seed < 500; seed++) {
      var random = new Random(seed);
      var transactions = randomCard(random);
      var screening = new Screening();
      var state = new TreeMap<Long, byte[]>();
      var history = CardHistory.restore(CLOSE, state.values());
      for (var it : transactions) {
        screening.take(history, it);
        if (random.nextInt(3) == 0) {
          history
              .takeChanges(Duration.ofHours(5))
              .forEach((slice, part) -> state.merge(slice, part, HistoryCodec::join));
          history = CardHistory.restore(CLOSE, state.values());
        }
      }
      assertThat("seed " + seed, screening.found(), is(ScreenModel.flags(CLOSE, transactions)));
      assertThat(
          "seed " + seed,
          screening.firsts(),
          is(screening.found().stream().map(ScreenModel.Found::content).distinct().count()));
    }
  }

  @Test
  void writesNothingWhenNothingHasChanged() {
    var history = CardHistory.restore(RULES, List.of());
    accepted(history, at("12:00:00").made());
    assertThat(history.takeChanges(Duration.ofMinutes(10)).size(), is(1));
    history.accept(at("12:00:00").made());
    assertThat(history.takeChanges(Duration.ofMinutes(10)), is(Map.of()));
    assertThrows(
        IllegalStateException.class,
        () -> CardHistory.of(RULES).takeChanges(Duration.ofMinutes(10)));
  }

  private static Verdict.Accepted accepted(CardHistory history, Transaction transaction) {
    return (Verdict.Accepted) history.accept(transaction);
  }

  private static List<String> rules(Collection<Verdict.Finding> findings) {
    return findings.stream().map(it -> it.flag().rule()).toList();
  }

  /** Up to forty transactions in so little time and with so few values that they all meet. */
  private static List<Transaction> randomCard(Random random) {
    var transactions = new ArrayList<Transaction>();
    int size = 2 + random.nextInt(40);
    int length = 1 + random.nextInt(20 * UNIT);
    for (int i = 0; i < size; i++) {
      if (i > 0 && random.nextInt(8) == 0) {
        transactions.add(transactions.get(random.nextInt(i)));
      }
      transactions.add(
          new Transaction(
              "id-" + random.nextInt(size),
              randomTime(random, length),
              "card",
              "m" + random.nextInt(5),
              random.nextInt(12) - 2,
              random.nextInt(3) == 0 ? "JPY" : "GBP",
              oneOf(random, "GB", "GB", "DE", null),
              oneOf(random, "APPROVED", "DECLINED", "REVERSED", null),
              null,
              random.nextBoolean() ? random.nextDouble() : null,
              SourcePosition.inFile("a.jsonl", i + 1)));
    }
    Collections.shuffle(transactions, random);
    return transactions;
  }

  /** A time near a half unit, so that distances are often a span, or a millisecond off. */
  private static long randomTime(Random random, int length) {
    long half = UNIT / 2;
    return 1_000_000_000_000L + random.nextInt(length) / half * half + random.nextInt(3);
  }

  private static String oneOf(Random random, String... values) {
    return values[random.nextInt(values.length)];
  }
}
