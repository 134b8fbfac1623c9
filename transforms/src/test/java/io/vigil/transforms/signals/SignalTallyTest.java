package io.vigil.transforms.signals;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vigil.schemas.Dimension;
import io.vigil.schemas.Flag;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Transaction;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignalTallyTest {

  private static final SignalSettings SETTINGS = SignalSettings.DEFAULTS;

  /** However they are cut, whatever the order, and though parts are written and read in between. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void partsAddUpToWhatIsCountedAtOnce(long seed) throws Exception {
    var random = new Random(seed);
    var payments = payments(random, 1_500);
    var whole = tally(payments);
    for (int round = 0; round < 5; round++) {
      Collections.shuffle(payments, random);
      var parts = new ArrayList<SignalTally>();
      for (int from = 0; from < payments.size(); ) {
        int to = Math.min(payments.size(), from + random.nextInt(400));
        parts.add(tally(payments.subList(from, to)));
        from = to;
      }
      while (parts.size() > 1) {
        var one = parts.remove(random.nextInt(parts.size()));
        var other = parts.remove(random.nextInt(parts.size()));
        parts.add(CoderUtils.clone(SignalTallyCoder.of(), one.plus(other)));
      }
      assertThat(parts.get(0), is(whole));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {6, 7, 8})
  void addingIsAssociativeAndCommutativeAndNothingChangesNothing(long seed) {
    var random = new Random(seed);
    for (int round = 0; round < 20; round++) {
      var a = tally(payments(random, random.nextInt(300)));
      var b = tally(payments(random, random.nextInt(300)));
      var c = tally(payments(random, random.nextInt(3)));
      assertThat(a.plus(b).plus(c), is(a.plus(b.plus(c))));
      assertThat(a.plus(b), is(b.plus(a)));
      assertThat(a.plus(SignalTally.NONE), is(a));
      assertThat(SignalTally.NONE.plus(a), is(a));
    }
  }

  /** By plain collections, as long as no part is full. */
  @Test
  void countsWhatAModelCounts() {
    var payments = payments(new Random(9), 200);
    var tally = tally(payments);
    var declined = payments.stream().filter(Transaction::isDeclined).toList();
    long approvedCents =
        payments.stream()
            .filter(it -> "APPROVED".equals(it.status()) && it.amount() >= 0)
            .filter(it -> it.currency().equals("EUR"))
            .mapToLong(Transaction::amount)
            .sum();
    var signal = tally.signal(Signals.DECLINED);

    assertThat(tally.attempts(), is(200L));
    assertThat(tally.approvedMoney().byCurrency().get("EUR"), is(approvedCents));
    assertThat(tally.cards().size(), is(distinct(payments, Transaction::cardId)));
    assertThat(tally.merchants().size(), is(distinct(payments, Transaction::merchantId)));
    assertThat(signal.count(), is((long) declined.size()));
    assertThat(signal.cards().size(), is(distinct(declined, Transaction::cardId)));
    var times = declined.stream().mapToLong(Transaction::eventTime).sorted().toArray();
    for (int i = 0; i < Math.min(times.length, 64); i++) {
      assertThat(signal.times().get(i), is(times[i]));
    }
    assertThat(
        tally.signal(Signals.SMALL_DECLINED).count(),
        is(declined.stream().filter(SignalTallyTest::isSmall).count()));
    assertThat(
        tally.signal(Signals.REFUNDS).count(),
        is(payments.stream().filter(it -> it.amount() < 0).count()));
    assertThat(
        tally.lastTime(), is(payments.stream().mapToLong(Transaction::eventTime).max().orElse(0)));
  }

  @Test
  void aboutHowManyCardsThereAreIsKnownToAFewPercent() {
    for (int cards : new int[] {256, 1_000, 20_000}) {
      var distinct = Distinct.none();
      for (int card = 0; card < cards; card++) {
        distinct = distinct.union(Distinct.of("card-" + card)).union(Distinct.of("card-0"));
      }
      // Three standard errors of 6 %.
      assertThat((double) distinct.size(), is(closeTo(cards, 0.18 * cards)));
    }
  }

  /** Two samples of sets that are too large to be held know about how much they share. */
  @Test
  void samplesTellHowMuchTwoSetsShare() {
    var left = Sample.none();
    var right = Sample.none();
    for (int i = 0; i < 4_000; i++) {
      left = left.union(Sample.of("t-" + i));
      right = right.union(Sample.of("t-" + (i + 1_000)));
    }
    // Three quarters; a sample of 128 has a standard error of 4 %.
    assertThat(left.partIn(right), is(closeTo(0.75, 0.12)));
    assertThat(Sample.of("t-1").partIn(Sample.of("t-1").union(Sample.of("t-2"))), is(1.0));
    assertThat(Sample.of("t-1").union(Sample.of("t-2")).partIn(Sample.of("t-1")), is(0.5));
    assertThat(Sample.of("t-1").partIn(Sample.none()), is(0.0));
  }

  @Test
  void moneyThatDoesNotFitIsHeldAtTheEndInAnyOrder() {
    var most = Money.of("EUR", Long.MAX_VALUE);
    var one = Money.of("EUR", 1);
    assertThat(most.plus(one).plus(one), is(most));
    assertThat(one.plus(one).plus(most), is(most));
    assertThat(
        Money.of("JPY", 5_000).plus(Money.of("EUR", 12_345)).toString(),
        is("EUR 123.45, JPY 5000"));
  }

  /** 4.99 euros are 499 hundredths, from 256 to under 512; 1,600 yen are about ten euros. */
  @Test
  void amountsLieInTheirOrderOfMagnitude() {
    assertThat(AmountBins.binOf(499, "EUR"), is(8));
    assertThat(AmountBins.binOf(512, "EUR"), is(9));
    assertThat(AmountBins.binOf(1_600, "JPY"), is(9));
    assertThat(AmountBins.binOf(-499, "EUR"), is(-1));
    assertThat(AmountBins.binOf(Long.MAX_VALUE, "EUR"), is(31));
    var bins = AmountBins.of(0, 2, 3).plus(AmountBins.of(1));
    assertThat(bins.from(1), is(5L));
    assertThat(bins.from(-5), is(6L));
    assertThat(bins.from(40), is(0L));
  }

  @Test
  void anotherVersionOfTheFormatIsRefusedByItsNumber() throws Exception {
    byte[] bytes = CoderUtils.encodeToByteArray(SignalTallyCoder.of(), tally(List.of()));
    bytes[0] = 2;
    var refused =
        assertThrows(
            IOException.class, () -> SignalTallyCoder.of().decode(new ByteArrayInputStream(bytes)));
    assertThat(refused.getMessage(), startsWith("a tally of version 2"));
  }

  @Test
  void theFirstSixtyFourTimesAreKept() {
    var times = Times.none();
    for (int i = 200; i > 0; i--) {
      times = times.plus(Times.of(i));
    }
    var kept = new ArrayList<Long>();
    for (int i = 0; i < times.size(); i++) {
      kept.add(times.get(i));
    }
    assertThat(kept, hasSize(64));
    assertThat(kept.get(0), is(1L));
    assertThat(kept.get(63), is(64L));
  }

  private static SignalTally tally(List<Transaction> payments) {
    var builder = new SignalTallyBuilder(SETTINGS);
    for (var it : payments) {
      builder.add(Dimension.COUNTRY, it);
      if (it.eventTime() % 5 == 0) {
        builder.addFlag(
            Dimension.COUNTRY,
            new Flag(
                "velocity",
                "",
                it.transactionId(),
                "",
                it.eventTime(),
                it.merchantId(),
                "EUR",
                null,
                null,
                null,
                it.cardId()));
      }
    }
    return builder.build();
  }

  private static List<Transaction> payments(Random random, int count) {
    var payments = new ArrayList<Transaction>();
    for (int i = 0; i < count; i++) {
      payments.add(payment(random));
    }
    return payments;
  }

  private static Transaction payment(Random random) {
    return new Transaction(
        "id-" + random.nextLong(),
        1_000_000 + random.nextInt(10_000),
        "card-" + random.nextInt(700),
        "shop-" + random.nextInt(400),
        random.nextInt(100) == 0 ? Long.MAX_VALUE / 3 : random.nextInt(3_000) - 300,
        random.nextInt(4) == 0 ? "JPY" : "EUR",
        "DE",
        random.nextInt(3) == 0 ? "DECLINED" : random.nextInt(20) == 0 ? null : "APPROVED",
        "food",
        random.nextBoolean() ? random.nextDouble() : null,
        "400000",
        SourcePosition.inFile("a", 1));
  }

  /** Up to five euros; about 800 yen. */
  private static boolean isSmall(Transaction it) {
    return it.amount() >= 0 && it.amount() <= (it.currency().equals("JPY") ? 800 : 500);
  }

  private static long distinct(
      List<Transaction> payments, java.util.function.Function<Transaction, String> of) {
    return new HashSet<>(payments.stream().map(of).toList()).size();
  }
}
