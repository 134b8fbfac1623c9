package io.vigil.transforms.spikes;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;

import io.vigil.schemas.Dimension;
import io.vigil.schemas.Flag;
import io.vigil.transforms.signals.AmountBins;
import io.vigil.transforms.signals.Distinct;
import io.vigil.transforms.signals.SignalSettings;
import io.vigil.transforms.signals.SignalTally;
import io.vigil.transforms.signals.SignalTallyBuilder;
import io.vigil.transforms.signals.Signals;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The formulas of docs/spikes.md, by hand. */
class JudgeTest {

  private static final long HOUR = Peers.HOUR;
  private static final JudgeSettings SETTINGS = JudgeSettings.DEFAULTS;
  private static final SpikeKey SHOP = new SpikeKey(Dimension.MERCHANT, "shop");
  private static final SpikeKey CARD = new SpikeKey(Dimension.CARD, "card-1");

  private final Judge judge = new Judge(SETTINGS);

  /**
   * Of hours with 10, 2, 4 and 3 of 100 declined the worst is left out: (2 + 4 + 3 + ½) / (300 +
   * 1).
   */
  @Test
  void peersAreAsTheyWereWithoutTheWorstQuarterOfTheHours() {
    var prior = new Prior(4 * HOUR, hours(10, 2, 4, 3));
    assertThat(prior.share(Signals.DECLINED), is(closeTo(9.5 / 301, 1e-15)));
    // Never seen: half a transaction in 300.
    assertThat(prior.share(Signals.REFUNDS), is(closeTo(0.5 / 301, 1e-15)));
  }

  /** Only whole hours before that of the bucket count, and of them 48. */
  @Test
  void aBucketIsComparedWithTheWholeHoursBeforeIt() {
    var peers = Peers.of(0, new TreeMap<>(hours(10, 2, 4, 3)));
    // The hours 0, 1 and 2: no quarter of three is an hour.
    double share = peers.before(3 * HOUR + 1_799_000).share(Signals.DECLINED);
    assertThat(share, is(closeTo(16.5 / 301, 1e-15)));
    assertThat(peers.before(50 * HOUR).share(Signals.DECLINED), is(closeTo(7.5 / 201, 1e-15)));
  }

  /**
   * Nothing known of the shop, μ = 0.02: p = 1 / (1 / μ) = μ; φ = ¼; v = 1, as Σx = 0; so a = 1 /
   * (1.25 · 2 − 1) = ⅔, b = ⅔ · 49.
   */
  @Test
  void aShopOfWhichNothingIsKnownIsLikeItsPeers() {
    var it = judge.distribution(0.02, Signals.DECLINED, 50, Learned.NOTHING, priorOf(0.02));
    assertThat(it.a(), is(closeTo(2 / 3.0, 1e-12)));
    assertThat(it.b(), is(closeTo(2 / 3.0 * 49, 1e-10)));
    assertThat(it.mean(), is(closeTo(1, 1e-12)));
  }

  /**
   * 30 of 100 in ten hours: p = (1 + 30) / (50 + 100) = 0.20667. Σx(x − 1) = 60 and Σn(n − 1) =
   * 900: φ = (60 + 12.5) / (900 p² + 10) − 1 = 0.49592; v = (1 + 3 φ) / 31; a = 1 / ((1 + φ)(1 + v)
   * − 1).
   */
  @Test
  void aShopIsDrawnFromItsPeersToItself() {
    var learned =
        new Learned(
            0,
            HourCount.NONE,
            10,
            100,
            900,
            new TreeMap<>(Map.of(Signals.DECLINED, new Learned.Sums(30, 60))));
    var it = judge.distribution(0.02, Signals.DECLINED, 150, learned, priorOf(0.02));
    double p = 31 / 150.0;
    double phi = 72.5 / (900 * p * p + 10) - 1;
    double v = (1 + 3 * phi) / 31;
    assertThat(it.mean(), is(closeTo(31, 1e-9)));
    assertThat(it.a(), is(closeTo(1 / ((1 + phi) * (1 + v) - 1), 1e-9)));
  }

  /** After a half-life of 72 hours a count weighs half; pairs of 4 are 12. */
  @Test
  void whatWasLearnedFades() {
    var learned =
        Learned.NOTHING
            .plus(SETTINGS, Dimension.MERCHANT, 0, tally(0, 4, 6))
            .until(SETTINGS, Dimension.MERCHANT, 72 * HOUR);
    assertThat(learned.attempts(), is(closeTo(5, 1e-12)));
    assertThat(learned.attemptPairs(), is(closeTo(45, 1e-12)));
    assertThat(learned.signal(Signals.DECLINED).count(), is(closeTo(2, 1e-12)));
    assertThat(learned.signal(Signals.DECLINED).pairs(), is(closeTo(6, 1e-12)));
  }

  /**
   * 60 of the first 100 are learned as 30 + 3 √(30 (1 + 0.02 · 30)) + 2 = 52.785, as 3 of 10 are
   * supposed before: an attack does not become a habit. Of everything it is all 60.
   */
  @Test
  void anHourTeachesAShopOnlySoMuch() {
    var attacked = tally(0, 60, 40);
    double kept = Math.pow(2, -1 / 72.0);
    var shop = Learned.NOTHING.plus(SETTINGS, Dimension.MERCHANT, 0, attacked);
    assertThat(
        shop.until(SETTINGS, Dimension.MERCHANT, HOUR).signal(Signals.DECLINED).count(),
        is(closeTo(52.7846 * kept, 1e-4)));
    var all = Learned.NOTHING.plus(SETTINGS, Dimension.ALL, 0, attacked);
    assertThat(
        all.until(SETTINGS, Dimension.ALL, HOUR).signal(Signals.DECLINED).count(),
        is(closeTo(60 * kept, 1e-12)));
  }

  /** A card that is expected to get more flags than it got does nothing strange. */
  @Test
  void fewerFlagsThanExpectedAreNoSpikeOfACard() {
    // In each of ten hours in which it got some there were forty: a clump of 4 (1 + 39) flags.
    var learned =
        new Learned(
            0,
            HourCount.NONE,
            10,
            0,
            0,
            new TreeMap<>(Map.of(Signals.ofRule("velocity"), new Learned.Sums(400, 15_600))));
    var found =
        judge.evidence(
            CARD, new TreeMap<>(Map.of(0L, flags("velocity", 0, 12))), learned, priorOf(0.02));
    assertThat(found.get(0).expected(), is(closeTo(160, 1e-9)));
    assertThat(found.get(0).probability(), is(1.0));
    assertThat(found.get(0).threshold(), is(greaterThan(160L)));
  }

  /** In the first day a card has to be a hundred times as strange: its habits are not known yet. */
  @Test
  void cardsAreDoubtedForADay() {
    var flags = new TreeMap<>(Map.of(0L, flags("velocity", 0, 14)));
    var morning = judge.evidence(CARD, flags, Learned.NOTHING, flagged(23)).get(0);
    var nextDay = judge.evidence(CARD, flags, Learned.NOTHING, flagged(24)).get(0);

    // (½ + 46) / 24 cards an hour, and (½ + 44) / 23: nearly the same.
    assertThat(morning.probability() / nextDay.probability(), is(closeTo(100, 5)));
    assertThat(morning.threshold(), is(greaterThan(nextDay.threshold())));
  }

  /** Hours in which two cards got one flag each. */
  private static Prior flagged(int count) {
    var hours = new TreeMap<Long, HourCount>();
    for (int hour = 0; hour < count; hour++) {
      var cards = Distinct.of("card-" + hour).union(Distinct.of("other-" + hour));
      hours.put(
          hour * HOUR,
          new HourCount(
              100,
              new TreeMap<>(Map.of(Signals.ofRule("velocity"), new HourCount.Signal(2, cards))),
              AmountBins.none()));
    }
    return new Prior(count * HOUR, hours);
  }

  /** Of the same payments, those that come on top are an attack, and a busy hour is not. */
  @Test
  void whatIsOddAmongASurgeIsLessProbable() {
    var signals =
        new TreeMap<>(Map.of(Signals.RISKY, new HourCount.Signal(2_000, Distinct.none())));
    var ofAll = new HourCount(100_000, signals, AmountBins.none());
    var prior = new Prior(HOUR, new TreeMap<>(Map.of(0L, ofAll)));
    var habits = new TreeMap<>(Map.of(Signals.RISKY, new Learned.Sums(20, 40)));
    var learned = new Learned(0, HourCount.NONE, 10, 1_000, 99_000, habits);
    var of = judge.distribution(0.02, Signals.RISKY, 60, learned, prior);
    int risky = (int) of.smallestCountWithTailAtMost(1e-8);
    assertThat(of.tail(risky), is(greaterThan(SETTINGS.falseAlarms())));
    var burst = risky(risky, 60 - risky);

    var surge = judge.evidence(SHOP, new TreeMap<>(Map.of(HOUR - 10_000, burst)), learned, prior);
    assertThat(surge.get(0).signal(), is(Signals.RISKY));
    assertThat(surge.get(0).observed(), is((long) risky));
    assertThat(surge.get(0).probability(), is(closeTo(of.tail(risky) * 1e-3, 1e-12)));
    assertThat(
        surge.get(0).threshold(),
        is(of.smallestCountWithTailAtMost(SETTINGS.falseAlarms() / 1e-3)));

    // Forty in every bucket of the hour: twice as many are a surge of a few hundredths.
    var slower = new TreeMap<Long, SignalTally>();
    for (long start = 0; start < HOUR; start += 10_000) {
      slower.put(start, risky(0, 40));
    }
    slower.put(HOUR - 10_000, burst);
    double hourly = Pace.hourly(slower, learned, 0, HOUR - 10_000);
    double twice = Pace.surge(60, hourly / 360, hourly);
    assertThat(twice, is(closeTo(0.04, 0.02)));
    var found = judge.evidence(SHOP, slower, learned, prior).get(0);
    assertThat(found.probability() / of.tail(risky), is(closeTo(twice, 1e-9)));

    // More than as many in every bucket of the hour.
    var busy = new TreeMap<Long, SignalTally>();
    for (long start = 0; start < HOUR; start += 10_000) {
      busy.put(start, risky(0, 120));
    }
    busy.put(HOUR - 10_000, burst);
    assertThat(judge.evidence(SHOP, busy, learned, prior), is(empty()));
  }

  private static SignalTally risky(int risky, int others) {
    var town = Town.empty();
    for (int i = 0; i < risky + others; i++) {
      var it = town.pay(i, "card-" + i, "shop", 2_000);
      (i < risky ? it.risk(0.95) : it).add();
    }
    var builder = new SignalTallyBuilder(SignalSettings.DEFAULTS);
    town.payments.forEach(it -> builder.add(Dimension.MERCHANT, it));
    return builder.build();
  }

  /** Who is declined tries again: that is no evidence, and counts against other flags. */
  @Test
  void flagsOfDeclinesAreNoEvidenceAgainstACard() {
    var declines = new Judge(SETTINGS.withOfDeclines(new TreeSet<>(Set.of("declines"))));
    var both = flags("velocity", 0, 20).plus(flags("declines", 0, 14));
    var of = new TreeMap<>(Map.of(0L, both));
    var found = declines.evidence(CARD, of, Learned.NOTHING, priorOf(0.02));
    assertThat(found.stream().map(Evidence::signal).toList(), is(List.of("rule:velocity")));
    assertThat(found.get(0).observed(), is(6L));
  }

  /**
   * The lines of an invoice are flagged at one time, and a card that is tried again is one. Of a
   * hundred lines the times of 64 are known: 1 · 100 / 64.
   */
  @Test
  void oneCauseCountsOnce() {
    var builder = new SignalTallyBuilder(SignalSettings.DEFAULTS);
    for (int line = 0; line < 100; line++) {
      builder.addFlag(Dimension.CARD, flag("velocity", line, 7_000));
    }
    var invoice = builder.build().signal(Signals.ofRule("velocity"));
    assertThat(Measure.of(Dimension.CARD, Signals.ofRule("velocity")).of(invoice), is(2L));
    assertThat(Measure.of(Dimension.ALL, Signals.ofRule("velocity")).of(invoice), is(1L));
    assertThat(Measure.of(Dimension.MERCHANT, Signals.RISKY).of(invoice), is(100L));

    var retries = new SignalTallyBuilder(SignalSettings.DEFAULTS);
    var town = Town.empty();
    for (int i = 0; i < 60; i++) {
      town.pay(i * 100, "card-" + i % 3, "shop", 2_000).declined().add();
    }
    town.payments.forEach(it -> retries.add(Dimension.MERCHANT, it));
    var declined = retries.build().signal(Signals.DECLINED);
    assertThat(Measure.of(Dimension.MERCHANT, Signals.DECLINED).of(declined), is(3L));
    assertThat(Measure.of(Dimension.MERCHANT, Signals.REFUNDS).of(declined), is(60L));
  }

  /** Programs that charge at the full hour make bursts, and those last no quarter of an hour. */
  @Test
  void aBurstMustStandOutMoreThanALongExcess() {
    var country = new SpikeKey(Dimension.COUNTRY, "GB");
    assertThat(Judge.leastDispersion(country, Signals.DECLINED, 5 * 60_000), is(1.0));
    assertThat(Judge.leastDispersion(country, Signals.DECLINED, 15 * 60_000), is(0.02));
    assertThat(Judge.leastDispersion(country, Signals.REFUNDS, 10_000), is(0.02));
    assertThat(Judge.leastDispersion(SHOP, Signals.DECLINED, 60_000), is(1.0));
    assertThat(Judge.leastDispersion(SHOP, Signals.DECLINED, 5 * 60_000), is(0.02));
    assertThat(Judge.leastDispersion(SHOP, Signals.SMALL_DECLINED, 10_000), is(0.02));
  }

  /** A shop with large amounts in 5 % of its payments: sixty of sixty are a spike, if of many. */
  @Test
  void theLinesOfAFewInvoicesAreNoCashOut() {
    var habits = new TreeMap<String, Learned.Sums>();
    for (int bin = Learned.FIRST_BIN; bin < 24; bin++) {
      habits.put(Learned.ofBin(bin), new Learned.Sums(50, 250));
    }
    var learned = new Learned(0, HourCount.NONE, 10, 1_000, 99_000, habits);
    assertThat(judge.evidence(SHOP, large(60), learned, priorOf(0.02)), is(not(empty())));
    assertThat(judge.evidence(SHOP, large(5), learned, priorOf(0.02)), is(empty()));
  }

  /** What is dear at a shop that nobody knows may be what it sells. */
  @Test
  void largeAmountsOfAnUnknownShopAreNoSurge() {
    var usual = Town.empty();
    for (int i = 0; i < 1_000; i++) {
      usual.pay(i, "card-" + i, "any", i % 10 == 0 ? 100_000 : 200).add();
    }
    var builder = new SignalTallyBuilder(SignalSettings.DEFAULTS);
    usual.payments.forEach(it -> builder.add(Dimension.MERCHANT, it));
    var ofAll = HourCount.NONE.plus(name -> Measure.ofPeers(name), builder.build());
    var prior = new Prior(HOUR, new TreeMap<>(Map.of(0L, ofAll)));
    var known = new Learned(0, HourCount.NONE, 10, 20, 38, new TreeMap<>());
    var unknown = new Learned(0, HourCount.NONE, 10, 19, 36, new TreeMap<>());
    var of = judge.distribution(0.02, Learned.ofBin(Learned.FIRST_BIN), 60, known, prior);
    long large = of.smallestCountWithTailAtMost(1e-8);
    var burst = Town.empty();
    for (int i = 0; i < 60; i++) {
      burst.pay(i, "card-" + i, "shop", i < large ? 100_000 : 200).add();
    }
    var tally = new SignalTallyBuilder(SignalSettings.DEFAULTS);
    burst.payments.forEach(it -> tally.add(Dimension.MERCHANT, it));
    var payments = new TreeMap<>(Map.of(HOUR - 10_000, tally.build()));

    assertThat(judge.evidence(SHOP, payments, known, prior), is(not(empty())));
    assertThat(judge.evidence(SHOP, payments, unknown, prior), is(empty()));
  }

  /** Sixty large payments of some cards. */
  private static TreeMap<Long, SignalTally> large(int cards) {
    var town = Town.empty();
    for (int i = 0; i < 60; i++) {
      town.pay(i, "card-" + i % cards, "shop", 100_000).add();
    }
    var builder = new SignalTallyBuilder(SignalSettings.DEFAULTS);
    town.payments.forEach(it -> builder.add(Dimension.MERCHANT, it));
    return new TreeMap<>(Map.of(0L, builder.build()));
  }

  /** The threshold is the smallest count that is a spike: one less is none. */
  @Test
  void theThresholdIsTheSmallestCountThatIsASpike() {
    var prior = priorOf(0.02);
    // Programs charge many at once: in so short a span the share of a shop swings by itself.
    var of = judge.distribution(1, Signals.DECLINED, 100, Learned.NOTHING, prior);
    long threshold = of.smallestCountWithTailAtMost(SETTINGS.falseAlarms());
    var spike = evidence(tally(0, (int) threshold, 100 - (int) threshold), prior);
    assertThat(spike, is(not(empty())));
    assertThat(spike.get(0).threshold(), is(threshold));
    assertThat(spike.get(0).observed(), is(threshold));
    assertThat(evidence(tally(0, (int) threshold - 1, 101 - (int) threshold), prior), is(empty()));
  }

  /**
   * Spans are judged together with what lies before the bucket, and only as far back as they go.
   */
  @Test
  void theSpanThatShowsItBestIsNamed() {
    var prior = priorOf(0.001);
    var recent = new TreeMap<Long, SignalTally>();
    for (long start = 0; start < 300_000; start += 20_000) {
      recent.put(start, tally(start, 1, 0));
    }
    recent.put(290_000L, tally(290_000, 1, 0));
    var found = judge.evidence(SHOP, recent, Learned.NOTHING, prior);
    var declined =
        found.stream().filter(it -> it.signal().equals(Signals.DECLINED)).findFirst().orElseThrow();
    assertThat(declined.spanMillis(), is(Duration.ofMinutes(5).toMillis()));
    assertThat(declined.observed(), is(16L));
  }

  /**
   * The larger a is, the fewer digits differences of logarithms of Γ leave: nothing relies on it.
   */
  @Test
  void aShareThatIsNearlyCertainLosesDigits() {
    // Binomial: P(X ≥ 2) of 3 at ½ is ½; log Γ(10⁹) is 2·10¹⁰, whose last bit is 4·10⁻⁶.
    assertThat(new BetaBinomial(3, 1e6, 1e6).tail(2), is(closeTo(0.5, 1e-7)));
    assertThat(new BetaBinomial(3, 1e9, 1e9).tail(2), is(closeTo(0.5, 1e-4)));
    assertThat(new BetaBinomial(3, 1e9, 1e9).tail(2), is(not(closeTo(0.5, 1e-7))));
    // The judge's own a is at most 1 / 0.02.
    var learned =
        new Learned(
            0,
            HourCount.NONE,
            1e4,
            1e9,
            1e14,
            new TreeMap<>(Map.of(Signals.DECLINED, new Learned.Sums(5e7, 2.5e11))));
    var it = judge.distribution(0.02, Signals.DECLINED, 1_000, learned, priorOf(0.05));
    assertThat(it.a(), is(lessThan(50.0)));
    assertThat(it.a(), is(greaterThan(40.0)));
  }

  private java.util.List<Evidence> evidence(SignalTally tally, Prior prior) {
    return judge.evidence(SHOP, new TreeMap<>(Map.of(0L, tally)), Learned.NOTHING, prior).stream()
        .filter(it -> it.signal().equals(Signals.DECLINED))
        .toList();
  }

  /** An hour of so many that the half that is added does not show. */
  private static Prior priorOf(double share) {
    long attempts = 1_000_000_000_000_000L;
    var hours = new TreeMap<Long, HourCount>();
    hours.put(0L, hour(attempts, Math.round(share * attempts)));
    return new Prior(HOUR, hours);
  }

  /** Hours of a hundred attempts. */
  private static SortedMap<Long, HourCount> hours(long... declined) {
    var hours = new TreeMap<Long, HourCount>();
    for (int hour = 0; hour < declined.length; hour++) {
      hours.put(hour * HOUR, hour(100, declined[hour]));
    }
    return hours;
  }

  private static HourCount hour(long attempts, long declined) {
    var signals = new TreeMap<String, HourCount.Signal>();
    signals.put(Signals.DECLINED, new HourCount.Signal(declined, Distinct.none()));
    return new HourCount(attempts, signals, AmountBins.none());
  }

  /** Flags of a card, a second apart. */
  private static SignalTally flags(String rule, int from, int to) {
    var builder = new SignalTallyBuilder(SignalSettings.DEFAULTS);
    for (int i = from; i < to; i++) {
      builder.addFlag(Dimension.CARD, flag(rule, i, i * 1_000L));
    }
    return builder.build();
  }

  private static Flag flag(String rule, int number, long time) {
    return new Flag(rule, "", "t-" + number, "", time, "shop", "EUR", null, null, null, CARD.key());
  }

  private static SignalTally tally(long start, int declined, int approved) {
    var town = Town.empty();
    var builder = new SignalTallyBuilder(SignalSettings.DEFAULTS);
    for (int i = 0; i < declined + approved; i++) {
      var it = town.pay(start + i, "card-" + start + "-" + i, "shop", 2_000);
      (i < declined ? it.declined() : it).add();
    }
    town.payments.forEach(it -> builder.add(Dimension.MERCHANT, it));
    return builder.build();
  }
}
