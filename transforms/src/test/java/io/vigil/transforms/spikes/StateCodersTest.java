package io.vigil.transforms.spikes;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;

import io.vigil.schemas.Dimension;
import io.vigil.schemas.Flag;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Transaction;
import io.vigil.transforms.signals.SignalSettings;
import io.vigil.transforms.signals.SignalTally;
import io.vigil.transforms.signals.SignalTallyBuilder;
import io.vigil.transforms.signals.SignalTallyCoder;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.apache.beam.sdk.testing.CoderProperties;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.Test;

/** State holds what these coders write. */
class StateCodersTest {

  private static final SpikeKey SHOP = new SpikeKey(Dimension.MERCHANT, "shop");
  private static final long HOUR = 3_600_000;

  @Test
  void giveBackTallies() throws Exception {
    CoderProperties.coderDecodeEncodeEqual(SignalTallyCoder.of(), SignalTally.NONE);
    for (int size : new int[] {1, 10, 1_000}) {
      var tally = tally(new Random(size), 0, size);
      CoderProperties.coderDecodeEncodeEqual(SignalTallyCoder.of(), tally);
      CoderProperties.coderDecodeEncodeEqual(
          PendingBucketCoder.of(), new PendingBucket(tally, 17, 19));
      CoderProperties.coderDecodeEncodeEqual(
          TallyBlockCoder.of(),
          new TallyBlock(
              new TreeMap<>(java.util.Map.of(HOUR, tally)),
              List.of(new TallyBlock.Entry(SHOP, HOUR, tally))));
    }
  }

  @Test
  void giveBackWhatAKeyAndADeskRemember() throws Exception {
    var peers = Peers.none();
    var open = new TreeMap<Long, PendingBucket>();
    var random = new Random(3);
    for (long start = 0; start < 12 * HOUR; start += 10_000) {
      boolean isAttack = start >= 10 * HOUR && start < 10 * HOUR + 120_000;
      var tally = isAttack ? attack(random, start) : tally(random, start, random.nextInt(3));
      if (tally.attempts() > 0) {
        peers = peers.plus(start, tally);
        open.put(start, PendingBucket.NONE.plus(tally));
      }
    }
    var judgement =
        new KeyWatch(JudgeSettings.DEFAULTS, false)
            .judge(SHOP, null, open, peers, 10 * HOUR + 60_000, Long.MIN_VALUE);
    assertThat(judgement.sightings(), is(not(empty())));
    var state = java.util.Objects.requireNonNull(judgement.state());

    CoderProperties.coderDecodeEncodeEqual(KeyStateCoder.of(), state);
    var again = CoderUtils.clone(PeersCoder.of(), peers);
    assertThat(again.hours(), is(peers.hours()));
    assertThat(again.historyStart(), is(peers.historyStart()));
    for (var sighting : judgement.sightings()) {
      CoderProperties.coderDecodeEncodeEqual(SightingCoder.of(), sighting);
    }
    var desk = new Desk(JudgeSettings.DEFAULTS, "detection", 0, true);
    var onDesk = desk.take(DeskState.EMPTY, judgement.sightings(), 10 * HOUR + 20_000).state();
    assertThat(onDesk.cases(), is(not(empty())));
    assertThat(onDesk.announced().isEmpty(), is(false));
    CoderProperties.coderDecodeEncodeEqual(DeskStateCoder.of(), onDesk);
  }

  @Test
  void needFewBytesForAnOrdinaryPayment() throws Exception {
    var tally = tally(new Random(1), 0, 1);
    assertThat(CoderUtils.encodeToByteArray(SignalTallyCoder.of(), tally).length, is(lessThan(60)));
  }

  private static SignalTally tally(Random random, long start, int size) {
    var builder = new SignalTallyBuilder(SignalSettings.DEFAULTS);
    for (int i = 0; i < size; i++) {
      var card = "card-" + random.nextInt(1_000);
      boolean isDeclined = random.nextInt(20) == 0;
      builder.add(Dimension.ALL, payment(start + random.nextInt(10_000), card, 5_000, isDeclined));
    }
    return builder.build();
  }

  private static SignalTally attack(Random random, long start) {
    var builder = new SignalTallyBuilder(SignalSettings.DEFAULTS);
    for (int i = 0; i < 10; i++) {
      long time = start + random.nextInt(10_000);
      builder.add(Dimension.MERCHANT, payment(time, "stolen-" + start + i, 100, true));
      builder.addFlag(
          Dimension.CARD,
          new Flag(
              "velocity",
              "",
              "id-" + start + i,
              "",
              time,
              "shop-" + i,
              "EUR",
              null,
              null,
              null,
              "stolen-" + start + i));
    }
    return builder.build();
  }

  private static Transaction payment(long time, String card, long amount, boolean isDeclined) {
    return new Transaction(
        card + "@" + time,
        time,
        card,
        "shop",
        amount,
        "EUR",
        "DE",
        isDeclined ? "DECLINED" : "APPROVED",
        "food",
        time % 7 == 0 ? 0.9 : null,
        "457173",
        SourcePosition.inFile("a", 1));
  }
}
