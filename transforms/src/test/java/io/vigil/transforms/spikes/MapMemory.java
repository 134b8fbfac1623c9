package io.vigil.transforms.spikes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.util.CoderUtils;
import org.jspecify.annotations.Nullable;

/** What a shard remembers, in maps; it counts how often states of keys are asked for. */
final class MapMemory implements ShardMemory {

  private final Map<SpikeKey, KeyState> states = new HashMap<>();
  private final Map<SpikeKey, TreeMap<Long, PendingBucket>> buckets = new HashMap<>();
  private final TreeMap<Long, Set<SpikeKey>> keys = new TreeMap<>();
  private @Nullable Peers peers;

  long statesRead;
  long bucketsRead;

  /** All that is remembered, written and read again. */
  MapMemory restored() throws CoderException {
    var restored = new MapMemory();
    restored.peers = peers == null ? null : CoderUtils.clone(PeersCoder.of(), peers);
    for (var it : states.entrySet()) {
      restored.states.put(clone(it.getKey()), CoderUtils.clone(KeyStateCoder.of(), it.getValue()));
    }
    for (var of : buckets.entrySet()) {
      var copies = restored.buckets.computeIfAbsent(clone(of.getKey()), any -> new TreeMap<>());
      for (var it : of.getValue().entrySet()) {
        copies.put(it.getKey(), CoderUtils.clone(PendingBucketCoder.of(), it.getValue()));
      }
    }
    keys.forEach((start, of) -> restored.keys.put(start, new LinkedHashSet<>(of)));
    return restored;
  }

  private static SpikeKey clone(SpikeKey key) throws CoderException {
    Coder<SpikeKey> coder = SpikeKeyCoder.of();
    return CoderUtils.clone(coder, key);
  }

  @Override
  public @Nullable Peers peers() {
    return peers;
  }

  @Override
  public void putPeers(@Nullable Peers changed) {
    peers = changed;
  }

  @Override
  public @Nullable KeyState state(SpikeKey key) {
    statesRead++;
    return states.get(key);
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
    return List.copyOf(states.keySet());
  }

  @Override
  public @Nullable PendingBucket bucket(SpikeKey key, long bucketStart) {
    bucketsRead++;
    var of = buckets.get(key);
    return of == null ? null : of.get(bucketStart);
  }

  @Override
  public void putBucket(SpikeKey key, long bucketStart, @Nullable PendingBucket bucket) {
    var of = buckets.computeIfAbsent(key, any -> new TreeMap<>());
    if (bucket == null) {
      of.remove(bucketStart);
    } else {
      of.put(bucketStart, bucket);
    }
  }

  @Override
  public SortedSet<Long> starts() {
    return new TreeSet<>(keys.keySet());
  }

  @Override
  public List<SpikeKey> keysOf(long bucketStart) {
    return new ArrayList<>(keys.getOrDefault(bucketStart, Set.of()));
  }

  @Override
  public void addKeys(long bucketStart, List<SpikeKey> more) {
    keys.computeIfAbsent(bucketStart, any -> new LinkedHashSet<>()).addAll(more);
  }

  @Override
  public void removeKeys(long bucketStart) {
    keys.remove(bucketStart);
  }
}
