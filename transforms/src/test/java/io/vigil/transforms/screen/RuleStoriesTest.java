package io.vigil.transforms.screen;

import static io.vigil.transforms.screen.Purchase.at;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Each rule at its boundaries. Every story is told in many orders of arrival. */
class RuleStoriesTest {

  @Nested
  class VelocityOfTwoWithinAMinute {

    private static final String RULE = "{name: r, kind: velocity, count: 2, within: 60s}";

    @Test
    void flagsWithExactlyAsManyOthers() {
      assertThat(
          flagged(RULE, at("12:00:00"), at("12:00:01"), at("12:00:02")), contains("12:00:02"));
    }

    @Test
    void needsAsManyOthers() {
      assertThat(flagged(RULE, at("12:00:00"), at("12:00:01")), is(empty()));
    }

    @Test
    void reachesExactlyToTheEndOfItsSpan() {
      assertThat(
          flagged(RULE, at("12:00:00"), at("12:00:30"), at("12:01:00")), contains("12:01:00"));
    }

    @Test
    void reachesNotAMillisecondFurther() {
      assertThat(flagged(RULE, at("12:00:00"), at("12:00:30"), at("12:01:00.001")), is(empty()));
    }

    @Test
    void putsTransactionsOfTheSameMillisecondInOrderOfTheirIds() {
      var noon = at("12:00:00");
      assertThat(flagged(RULE, noon.id("a"), noon.id("b"), noon.id("c")), contains("c"));
      assertThat(flagged(RULE, noon.id("c"), noon.id("b"), noon.id("a")), contains("c"));
    }

    @Test
    void putsConflictsOfTheSameMillisecondInOrderOfTheirContent() {
      var noon = at("12:00:00").id("a");
      var conflicts = List.of(noon.of("1.00"), noon.of("2.00"), noon.of("3.00"));
      var screening = Screening.of(rules(RULE), conflicts.stream().map(Purchase::made).toList());
      var last = conflicts.stream().map(it -> Content.of(it.made())).sorted().toList().get(2);
      assertThat(screening.findings.size(), is(1));
      assertThat(screening.findings.get(0).flag().content(), is(last.toString()));
    }

    @Test
    void countsRefundsAndNothingsAndDeclines() {
      assertThat(
          flagged(
              RULE,
              at("12:00:00").of("-5.00").status("DECLINED"),
              at("12:00:01").of("0.00"),
              at("12:00:02").of("-5.00")),
          contains("12:00:02"));
    }
  }

  @Nested
  class SmallThenLargeWithinTenMinutes {

    private static final String RULE =
        "{name: r, kind: small_then_large, small: {GBP: '1.00', JPY: 150},"
            + " large: {GBP: '200.00', JPY: 30000}, within: 10m}";

    @Test
    void flagsTheLargeOneAfterTheSmallOne() {
      assertThat(
          flagged(RULE, at("12:00:00").of("1.00"), at("12:10:00").of("200.00")),
          contains("12:10:00"));
    }

    @Test
    void leavesAloneWhatIsAPennyOrAMillisecondOff() {
      assertThat(
          flagged(RULE, at("12:00:00").of("1.01"), at("12:00:01").of("200.00")), is(empty()));
      assertThat(
          flagged(RULE, at("12:00:00").of("1.00"), at("12:00:01").of("199.99")), is(empty()));
      assertThat(
          flagged(RULE, at("12:00:00").of("1.00"), at("12:10:00.001").of("200.00")), is(empty()));
    }

    @Test
    void needsTheSmallOneFirst() {
      assertThat(
          flagged(RULE, at("12:00:00").of("200.00"), at("12:00:01").of("1.00")), is(empty()));
      var noon = at("12:00:00");
      assertThat(flagged(RULE, noon.id("a").of("1.00"), noon.id("b").of("200.00")), contains("b"));
      assertThat(flagged(RULE, noon.id("b").of("1.00"), noon.id("a").of("200.00")), is(empty()));
    }

    @Test
    void takesNothingForSmallButNoRefund() {
      assertThat(
          flagged(RULE, at("12:00:00").of("0.00"), at("12:00:01").of("200.00")),
          contains("12:00:01"));
      assertThat(
          flagged(RULE, at("12:00:00").of("-0.01"), at("12:00:01").of("200.00")), is(empty()));
      assertThat(
          flagged(RULE, at("12:00:00").of("1.00"), at("12:00:01").of("-200.00")), is(empty()));
    }

    @Test
    void keepsCurrenciesApart() {
      assertThat(
          flagged(RULE, at("12:00:00").of("1.00"), at("12:00:01").of("30000").in("JPY")),
          is(empty()));
      assertThat(
          flagged(RULE, at("12:00:00").of("150").in("JPY"), at("12:00:01").of("30000").in("JPY")),
          contains("12:00:01"));
      assertThat(
          flagged(RULE, at("12:00:00").of("0").in("USD"), at("12:00:01").of("9999").in("USD")),
          is(empty()));
    }
  }

  @Nested
  class ThreeMerchantsWithinAMinute {

    private static final String RULE = "{name: r, kind: many_merchants, merchants: 3, within: 60s}";

    @Test
    void countsItsOwnMerchantAndEachOtherOnce() {
      assertThat(
          flagged(
              RULE,
              at("12:00:00").shop("a"),
              at("12:00:10").shop("b"),
              at("12:00:20").shop("b"),
              at("12:00:30").shop("a"),
              at("12:01:00").shop("c")),
          contains("12:01:00"));
    }

    @Test
    void losesAMerchantAMillisecondAfterTheSpan() {
      assertThat(
          flagged(
              RULE,
              at("12:00:00").shop("a"),
              at("12:00:10").shop("b"),
              at("12:01:00.001").shop("c")),
          is(empty()));
    }

    @Test
    void countsUpToItsOwnPlaceInTheOrder() {
      var noon = at("12:00:00");
      assertThat(
          flagged(RULE, noon.id("1").shop("a"), noon.id("2").shop("b"), noon.id("3").shop("c")),
          contains("3"));
    }
  }

  @Nested
  class CountryChangeWithinAnHour {

    private static final String RULE = "{name: r, kind: country_change, within: 1h}";

    @Test
    void flagsAnotherCountryUpToTheEndOfTheSpan() {
      assertThat(
          flagged(RULE, at("12:00:00").from("GB"), at("13:00:00").from("DE")),
          contains("13:00:00"));
      assertThat(
          flagged(RULE, at("12:00:00").from("GB"), at("13:00:00.001").from("DE")), is(empty()));
    }

    @Test
    void remembersACountryBehindOthersOfItsOwn() {
      assertThat(
          flagged(
              RULE,
              at("12:00:00").from("GB"),
              at("12:30:00").from("DE"),
              at("12:59:00").from("DE")),
          contains("12:30:00", "12:59:00"));
    }

    @Test
    void doesNotKnowAMissingCountry() {
      assertThat(flagged(RULE, at("12:00:00").from("GB"), at("12:30:00")), is(empty()));
      assertThat(flagged(RULE, at("12:00:00"), at("12:30:00").from("GB")), is(empty()));
      assertThat(
          flagged(RULE, at("12:00:00").from("GB"), at("12:15:00"), at("12:30:00").from("GB")),
          is(empty()));
    }

    @Test
    void letsTheIdDecideInTheSameMillisecond() {
      var noon = at("12:00:00");
      assertThat(flagged(RULE, noon.id("a").from("GB"), noon.id("b").from("DE")), contains("b"));
      assertThat(flagged(RULE, noon.id("b").from("GB"), noon.id("a").from("DE")), contains("b"));
    }
  }

  @Nested
  class ThreeDeclinedWithinTenMinutes {

    private static final String RULE = "{name: r, kind: several_declined, count: 2, within: 10m}";

    @Test
    void flagsTheThird() {
      assertThat(
          flagged(
              RULE,
              at("12:00:00").status("DECLINED"),
              at("12:05:00").status("DECLINED"),
              at("12:07:00").status("APPROVED"),
              at("12:10:00").status("DECLINED")),
          contains("12:10:00"));
    }

    @Test
    void needsAllWithinTheSpan() {
      assertThat(
          flagged(
              RULE,
              at("12:00:00").status("DECLINED"),
              at("12:05:00").status("DECLINED"),
              at("12:10:00.001").status("DECLINED")),
          is(empty()));
    }
  }

  @Nested
  class TwoDeclinesThenApprovalWithinTenMinutes {

    private static final String RULE =
        "{name: r, kind: declines_then_approval, declines: 2, within: 10m}";

    @Test
    void flagsTheApprovedOne() {
      assertThat(
          flagged(
              RULE,
              at("12:00:00").status("DECLINED"),
              at("12:05:00").status("DECLINED"),
              at("12:10:00").status("APPROVED")),
          contains("12:10:00"));
    }

    @Test
    void needsAllDeclinesWithinTheSpan() {
      assertThat(
          flagged(
              RULE,
              at("12:00:00").status("DECLINED"),
              at("12:05:00").status("DECLINED"),
              at("12:10:00.001").status("APPROVED")),
          is(empty()));
    }

    @Test
    void isNotTakenBackByAnApprovalInBetween() {
      assertThat(
          flagged(
              RULE,
              at("12:00:00").status("DECLINED"),
              at("12:01:00").status("APPROVED"),
              at("12:02:00").status("DECLINED"),
              at("12:03:00").status("APPROVED")),
          contains("12:03:00"));
    }

    @Test
    void knowsNoOtherStatus() {
      assertThat(
          flagged(
              RULE,
              at("12:00:00").status("DECLINED"),
              at("12:01:00").status("REVERSED"),
              at("12:02:00"),
              at("12:03:00").status("APPROVED")),
          is(empty()));
      assertThat(
          flagged(
              RULE,
              at("12:00:00").status("DECLINED"),
              at("12:01:00").status("DECLINED"),
              at("12:02:00"),
              at("12:03:00").status("REVERSED")),
          is(empty()));
    }
  }

  @Test
  void amountOverIsStrict() {
    var rule = "{name: r, kind: amount_over, limits: {GBP: 5000, JPY: 800000}}";
    assertThat(flagged(rule, at("12:00:00").of("5000.00")), is(empty()));
    assertThat(flagged(rule, at("12:00:00").of("5000.01")), contains("12:00:00"));
    assertThat(flagged(rule, at("12:00:00").of("800001").in("JPY")), contains("12:00:00"));
    assertThat(flagged(rule, at("12:00:00").of("800001").in("USD")), is(empty()));
    assertThat(flagged(rule, at("12:00:00").of("-9000.00")), is(empty()));
  }

  @Test
  void riskOverIsStrict() {
    var rule = "{name: r, kind: risk_over, score: 0.9}";
    assertThat(flagged(rule, at("12:00:00").risk(0.9)), is(empty()));
    assertThat(flagged(rule, at("12:00:00").risk(Math.nextUp(0.9))), contains("12:00:00"));
    assertThat(flagged(rule, at("12:00:00")), is(empty()));
  }

  /** The ids that the rule flags, in their order, whatever the order of arrival. */
  private static List<String> flagged(String rule, Purchase... story) {
    var rules = rules(rule);
    var transactions = new ArrayList<>(Stream.of(story).map(Purchase::made).toList());
    var first = ids(Screening.of(rules, transactions));
    Collections.reverse(transactions);
    assertThat("in reverse", ids(Screening.of(rules, transactions)), is(first));
    for (int seed = 0; seed < 20; seed++) {
      Collections.shuffle(transactions, new Random(seed));
      assertThat("shuffled by " + seed, ids(Screening.of(rules, transactions)), is(first));
    }
    return first;
  }

  private static List<String> ids(Screening screening) {
    var ids = new TreeSet<String>();
    screening.found().forEach(it -> ids.add(it.transactionId()));
    return List.copyOf(ids);
  }

  private static DetectionRules rules(String rule) {
    return DetectionRules.parse("rules.yaml", "version: 1\nrules:\n  - " + rule + "\n");
  }
}
