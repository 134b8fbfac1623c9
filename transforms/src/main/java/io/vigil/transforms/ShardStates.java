package io.vigil.transforms;

import io.vigil.transforms.spikes.KeyState;
import io.vigil.transforms.spikes.KeyStateCoder;
import io.vigil.transforms.spikes.Peers;
import io.vigil.transforms.spikes.PeersCoder;
import io.vigil.transforms.spikes.PendingBucket;
import io.vigil.transforms.spikes.PendingBucketCoder;
import io.vigil.transforms.spikes.ShardMemory;
import io.vigil.transforms.spikes.SpikeKey;
import io.vigil.transforms.spikes.SpikeKeyCoder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.state.MapState;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.values.KV;
import org.jspecify.annotations.Nullable;

/** The memory of a shard in Beam's state, for one look at it. */
final class ShardStates implements ShardMemory {

  private final ValueState<Peers> peersState;
  private final MapState<SpikeKey, KeyState> states;
  private final MapState<KV<Long, SpikeKey>, PendingBucket> buckets;
  private final MapState<Long, Integer> pages;
  private final MapState<KV<Long, Integer>, List<SpikeKey>> keysOfPages;

  /** Read once for each look at a shard. */
  private @Nullable TreeSet<Long> starts;

  /**
   * @param states what closed buckets have left behind
   * @param buckets the open buckets, each under its key and start
   * @param pages for each start of open buckets, on how many pages its keys stand: a block adds a
   *     page and rewrites none
   * @param keysOfPages the keys on each page
   */
  ShardStates(
      ValueState<Peers> peersState,
      MapState<SpikeKey, KeyState> states,
      MapState<KV<Long, SpikeKey>, PendingBucket> buckets,
      MapState<Long, Integer> pages,
      MapState<KV<Long, Integer>, List<SpikeKey>> keysOfPages) {
    this.peersState = peersState;
    this.states = states;
    this.buckets = buckets;
    this.pages = pages;
    this.keysOfPages = keysOfPages;
  }

  static StateSpec<ValueState<Peers>> peersSpec() {
    return StateSpecs.value(PeersCoder.of());
  }

  static StateSpec<MapState<SpikeKey, KeyState>> statesSpec() {
    return StateSpecs.map(SpikeKeyCoder.of(), KeyStateCoder.of());
  }

  static StateSpec<MapState<KV<Long, SpikeKey>, PendingBucket>> bucketsSpec() {
    return StateSpecs.map(
        KvCoder.of(VarLongCoder.of(), SpikeKeyCoder.of()), PendingBucketCoder.of());
  }

  static StateSpec<MapState<Long, Integer>> pagesSpec() {
    return StateSpecs.map(VarLongCoder.of(), VarIntCoder.of());
  }

  static StateSpec<MapState<KV<Long, Integer>, List<SpikeKey>>> keysOfPagesSpec() {
    return StateSpecs.map(
        KvCoder.of(VarLongCoder.of(), VarIntCoder.of()), ListCoder.of(SpikeKeyCoder.of()));
  }

  @Override
  public @Nullable Peers peers() {
    return peersState.read();
  }

  @Override
  public void putPeers(@Nullable Peers peers) {
    if (peers == null) {
      peersState.clear();
    } else {
      peersState.write(peers);
    }
  }

  @Override
  public @Nullable KeyState state(SpikeKey key) {
    return states.get(key).read();
  }

  @Override
  public void putState(SpikeKey key, @Nullable KeyState state) {
    if (state == null) {
      states.remove(key);
    } else {
      states.put(key, state);
    }
  }

  @Override
  public List<SpikeKey> keys() {
    var all = new ArrayList<SpikeKey>();
    states.keys().read().forEach(all::add);
    return all;
  }

  @Override
  public @Nullable PendingBucket bucket(SpikeKey key, long bucketStart) {
    return buckets.get(KV.of(bucketStart, key)).read();
  }

  @Override
  public void putBucket(SpikeKey key, long bucketStart, @Nullable PendingBucket bucket) {
    if (bucket == null) {
      buckets.remove(KV.of(bucketStart, key));
    } else {
      buckets.put(KV.of(bucketStart, key), bucket);
    }
  }

  @Override
  public SortedSet<Long> starts() {
    return Collections.unmodifiableSortedSet(known());
  }

  private TreeSet<Long> known() {
    if (starts == null) {
      var all = new TreeSet<Long>();
      pages.keys().read().forEach(all::add);
      starts = all;
    }
    return starts;
  }

  @Override
  public List<SpikeKey> keysOf(long bucketStart) {
    var all = new ArrayList<SpikeKey>();
    for (int page = 0; page < pagesOf(bucketStart); page++) {
      var ofPage = keysOfPages.get(KV.of(bucketStart, page)).read();
      if (ofPage != null) {
        all.addAll(ofPage);
      }
    }
    return all;
  }

  @Override
  public void addKeys(long bucketStart, List<SpikeKey> added) {
    int page = pagesOf(bucketStart);
    keysOfPages.put(KV.of(bucketStart, page), List.copyOf(added));
    pages.put(bucketStart, page + 1);
    known().add(bucketStart);
  }

  @Override
  public void removeKeys(long bucketStart) {
    for (int page = 0; page < pagesOf(bucketStart); page++) {
      keysOfPages.remove(KV.of(bucketStart, page));
    }
    pages.remove(bucketStart);
    known().remove(bucketStart);
  }

  private int pagesOf(long bucketStart) {
    var count = pages.get(bucketStart).read();
    return count == null ? 0 : count;
  }
}
