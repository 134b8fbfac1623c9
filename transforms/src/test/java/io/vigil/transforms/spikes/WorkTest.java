package io.vigil.transforms.spikes;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.notNullValue;

import io.vigil.schemas.Dimension;
import io.vigil.transforms.signals.SignalSettings;
import io.vigil.transforms.signals.SignalTally;
import io.vigil.transforms.signals.SignalTallyBuilder;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What ordinary traffic costs, in steps and in bytes. */
class WorkTest {

  private static final JudgeSettings SETTINGS = JudgeSettings.DEFAULTS;

  /** Each tally is put to its bucket, and no key is looked at. */
  @Test
  void ordinaryPaymentsAreOnlyAddedUp() {
    var memory = new MapMemory();
    var watch = new ShardWatch(new KeyWatch(SETTINGS, true));
    var entries = new ArrayList<TallyBlock.Entry>();
    for (int shop = 0; shop < 100; shop++) {
      var key = new SpikeKey(Dimension.MERCHANT, "shop-" + shop);
      for (long start = 0; start < 600_000; start += 10_000) {
        entries.add(new TallyBlock.Entry(key, start, tally(start, 3, 0)));
      }
    }
    var block = new TallyBlock(new TreeMap<>(), entries);
    assertThat(watch.take(memory, block, 0), is(empty()));
    assertThat(watch.take(memory, block, 0), is(empty()));
    assertThat(memory.statesRead, is(0L));
    assertThat(memory.bucketsRead, is(2L * entries.size()));
  }

  /** Fewer than five are below the floor: what is known of key and peers is not even asked for. */
  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void aCountBelowTheFloorIsNotJudged(int declined) {
    var learned = new Learned(0, HourCount.NONE, 1, 1, 1, new Unasked<>());
    var prior = new Prior(0, new Unasked<>());
    var recent = new TreeMap<>(Map.of(0L, tally(0, 0, declined)));
    var country = new SpikeKey(Dimension.COUNTRY, "DE");
    assertThat(new Judge(SETTINGS).evidence(country, recent, learned, prior), is(empty()));
  }

  /** What lies before the first change is not judged again, unless it was told and may be over. */
  @Test
  void aLookBeginsWithWhatHasChanged() {
    long ten = 10 * Peers.HOUR;
    var peers = Peers.none().plus(0, tally(0, 1_000, 10));
    var attack = PendingBucket.NONE.plus(tally(ten, 0, 200));
    var quiet = PendingBucket.NONE.plus(tally(ten + 10_000, 3, 0));
    var open = new TreeMap<>(Map.of(ten, attack, ten + 10_000, quiet));
    assertThat(looks(open, peers, ten), is(1));
    assertThat(looks(open, peers, ten + 10_000), is(0));

    var told = new PendingBucket(tally(ten, 200, 1), 200, 200);
    open.put(ten, told);
    assertThat(looks(open, peers, ten + 10_000), is(1));
  }

  private static int looks(TreeMap<Long, PendingBucket> open, Peers peers, long changedSince) {
    var shop = new SpikeKey(Dimension.MERCHANT, "shop");
    return new KeyWatch(SETTINGS, true)
        .judge(shop, null, open, peers, 0, changedSince)
        .sightings()
        .size();
  }

  /** Figures of docs/spikes.md. */
  @Test
  void aQuietKeyIsSmallAndABusyOneIsBounded() throws Exception {
    int quiet = bytes(state(1, 12, 0));
    int busy = bytes(state(360, 4, 20));
    assertThat(quiet, is(lessThan(300)));
    assertThat(busy, is(lessThan(200_000)));
  }

  /** After six hours with so many buckets in each, evenly apart. */
  private static KeyState state(int buckets, int approved, int declined) {
    var open = new TreeMap<Long, PendingBucket>();
    for (int i = 0; i < 6 * buckets; i++) {
      long start = i * (360 / buckets) * 10_000L;
      open.put(start, PendingBucket.NONE.plus(tally(start, approved, declined)));
    }
    var shop = new SpikeKey(Dimension.MERCHANT, "shop");
    var state =
        new KeyWatch(SETTINGS, false)
            .judge(shop, null, open, Peers.none(), Long.MAX_VALUE, Long.MIN_VALUE)
            .state();
    assertThat(state, is(notNullValue()));
    return java.util.Objects.requireNonNull(state);
  }

  private static int bytes(KeyState state) throws Exception {
    return CoderUtils.encodeToByteArray(KeyStateCoder.of(), state).length;
  }

  private static SignalTally tally(long start, int approved, int declined) {
    var town = Town.empty();
    for (int i = 0; i < approved + declined; i++) {
      var it = town.pay(start + i, "card-" + start + "-" + i, "shop", 2_000);
      (i < declined ? it.declined() : it).add();
    }
    var builder = new SignalTallyBuilder(SignalSettings.DEFAULTS);
    town.payments.forEach(it -> builder.add(Dimension.MERCHANT, it));
    return builder.build();
  }

  /** Fails whoever asks it. */
  private static final class Unasked<K, V> extends TreeMap<K, V> {
    private static final long serialVersionUID = 1;

    @Override
    public V getOrDefault(Object key, V other) {
      throw new AssertionError("asked for " + key);
    }

    @Override
    public java.util.Collection<V> values() {
      throw new AssertionError("asked for all");
    }
  }
}
