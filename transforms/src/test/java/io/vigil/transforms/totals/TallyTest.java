package io.vigil.transforms.totals;

import static io.vigil.transforms.Payments.payment;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.vigil.schemas.Transaction;
import io.vigil.transforms.Payments;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TallyTest {

  @Test
  void shouldAddUpARefundAsANegativeAmount() {
    var tally =
        tallyOf(
            payment("12:00:00", "ann", "shop", 1000), payment("12:00:01", "bob", "shop", -1980));

    assertThat(tally.count(), is(2L));
    assertThat(tally.sum(), is(-980L));
    assertThat(tally.largest(), is(1000L));
    assertThat(tally.cards().estimate(), is(2L));
  }

  @Test
  void shouldKnowTheLargestAmountWhenAllAreRefunds() {
    assertThat(tallyOf(payment("12:00:00", "ann", "shop", -5)).largest(), is(-5L));
  }

  @Test
  void shouldHoldASumBeyond64BitsAtTheirEnd() {
    var most = tallyOf(payment("12:00:00", "ann", "shop", Long.MAX_VALUE));
    var least = tallyOf(payment("12:00:00", "ann", "shop", Long.MIN_VALUE));

    assertThat(most.plus(most).sum(), is(Long.MAX_VALUE));
    assertThat(least.plus(least).sum(), is(Long.MIN_VALUE));
    // What lies beyond is not forgotten: with enough refunds the sum is exact again.
    assertThat(most.plus(most).plus(least).plus(least).sum(), is(-2L));
  }

  @Test
  void shouldNotDependOnTheOrderOrTheGroupingOfAdditions() {
    for (int seed = 0; seed < 200; seed++) {
      var random = new Random(seed);
      var parts = new ArrayList<Tally>();
      var sum = BigInteger.ZERO;
      for (int i = 0; i < 50; i++) {
        var transaction = Payments.random(random, i);
        sum = sum.add(BigInteger.valueOf(transaction.amount()));
        parts.add(tallyOf(transaction));
      }
      while (parts.size() > 1) {
        var one = parts.remove(random.nextInt(parts.size()));
        parts.add(one.plus(parts.remove(random.nextInt(parts.size()))));
      }
      var clamped =
          sum.min(BigInteger.valueOf(Long.MAX_VALUE)).max(BigInteger.valueOf(Long.MIN_VALUE));
      assertThat("seed " + seed, parts.get(0).sum(), is(clamped.longValueExact()));
      assertThat("seed " + seed, parts.get(0).isSumCapped(), is(sum.bitLength() >= 64));
      assertThat("seed " + seed, parts.get(0).count(), is(50L));
    }
  }

  private static Tally tallyOf(Transaction... transactions) {
    var builder = new TallyBuilder();
    List.of(transactions).forEach(builder::add);
    return builder.build();
  }
}
