package io.vigil.transforms.spikes;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.vigil.schemas.Dimension;
import io.vigil.transforms.signals.AmountBins;
import io.vigil.transforms.signals.Distinct;
import io.vigil.transforms.signals.Money;
import io.vigil.transforms.signals.SignalCount;
import io.vigil.transforms.signals.SignalTally;
import io.vigil.transforms.signals.Signals;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SpanCountsTest {

  private static final List<Duration> SPANS =
      List.of(Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofMinutes(5));

  /** Buckets end at 300 s: one is in the last ten seconds, one in the last minute, one before. */
  private final TreeMap<Long, SignalTally> recent = new TreeMap<>();

  SpanCountsTest() {
    recent.put(230_000L, tally(7, declined("ann", "bob", "bob")));
    recent.put(240_000L, tally(5, declined("ann")));
    recent.put(290_000L, tally(3, declined("ann", "ann")));
    // Beyond the longest span.
    recent.put(-10_000L, tally(100, declined("eve")));
  }

  @Test
  void whatIsInASpanIsInAllLongerOnes() {
    var counts = new SpanCounts(Dimension.MERCHANT, SPANS, recent, 300_000);
    assertThat(counts.attempts(0), is(3L));
    assertThat(counts.attempts(1), is(8L));
    assertThat(counts.attempts(2), is(15L));
  }

  /** A card counts once for each bucket: Ann in all three, Bob in one. */
  @Test
  void cardsCountOnceForEachBucket() {
    var counts = new SpanCounts(Dimension.MERCHANT, SPANS, recent, 300_000);
    assertThat(counts.of(Signals.DECLINED, 0), is(1L));
    assertThat(counts.of(Signals.DECLINED, 1), is(2L));
    assertThat(counts.of(Signals.DECLINED, 2), is(4L));
  }

  private static SignalCount declined(String... cards) {
    var sum = SignalCount.NONE;
    for (int i = 0; i < cards.length; i++) {
      sum = sum.plus(SignalCount.of(cards[i] + i, cards[i], i));
    }
    return sum;
  }

  private static SignalTally tally(long attempts, SignalCount declined) {
    var signals = new TreeMap<String, SignalCount>();
    signals.put(Signals.DECLINED, declined);
    return new SignalTally(
        attempts,
        0,
        Money.none(),
        Money.none(),
        AmountBins.none(),
        Distinct.none(),
        Distinct.none(),
        0,
        signals);
  }
}
