package io.vigil.transforms.spikes;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Watches the keys of a shard: puts what bundles have counted to what is known, and lets a {@link
 * KeyWatch} judge a key where that can find something. Plain Java; it has no state of its own.
 */
public final class ShardWatch implements Serializable {

  private static final long serialVersionUID = 1;
  private static final long DAY = 24 * Peers.HOUR;

  private final KeyWatch watch;

  public ShardWatch(KeyWatch watch) {
    this.watch = watch;
  }

  /** Takes a block; what is improbable already is given out. */
  public List<Sighting> take(ShardMemory memory, TallyBlock block) {
    memory.putPeers(memory.peers().plus(block.all()));
    Map<Long, List<SpikeKey>> added = new LinkedHashMap<>();
    var worthALook = new LinkedHashSet<SpikeKey>();
    for (var entry : block.entries()) {
      var known = memory.bucket(entry.key(), entry.bucketStart());
      var bucket = (known == null ? PendingBucket.NONE : known).plus(entry.tally());
      memory.putBucket(entry.key(), entry.bucketStart(), bucket);
      if (known == null) {
        added.computeIfAbsent(entry.bucketStart(), any -> new ArrayList<>()).add(entry.key());
      }
      if (watch.isWorthALook(bucket)) {
        worthALook.add(entry.key());
      }
    }
    added.forEach(memory::addKeys);
    var sightings = new ArrayList<Sighting>();
    for (var key : worthALook) {
      var open = new TreeMap<Long, PendingBucket>();
      for (long start : memory.starts()) {
        var bucket = memory.bucket(key, start);
        if (bucket != null) {
          open.put(start, bucket);
        }
      }
      sightings.addAll(judge(memory, key, open, Long.MIN_VALUE));
    }
    return sightings;
  }

  /**
   * Judges the buckets that have closed, for good.
   *
   * @param closedBefore the start of the first bucket that is open
   */
  public List<Sighting> close(ShardMemory memory, long closedBefore) {
    var closing = new LinkedHashMap<SpikeKey, SortedMap<Long, PendingBucket>>();
    var starts = new ArrayList<>(memory.starts().headSet(closedBefore));
    for (long start : starts) {
      for (var key : memory.keysOf(start)) {
        var bucket = memory.bucket(key, start);
        if (bucket != null) {
          closing.computeIfAbsent(key, any -> new TreeMap<>()).put(start, bucket);
        }
      }
    }
    var sightings = new ArrayList<Sighting>();
    closing.forEach((key, open) -> sightings.addAll(judge(memory, key, open, closedBefore)));
    starts.forEach(memory::removeKeys);
    if (!starts.isEmpty()) {
      memory.putPeers(memory.peers().forgetBefore(closedBefore));
      boolean isAnotherDay = Math.floorDiv(starts.get(0), DAY) != Math.floorDiv(closedBefore, DAY);
      if (isAnotherDay) {
        forget(memory, closedBefore);
      }
    }
    return sightings;
  }

  /** When the next bucket starts that is to be closed; {@link Long#MAX_VALUE} if there is none. */
  public long nextChange(ShardMemory memory) {
    var starts = memory.starts();
    return starts.isEmpty() ? Long.MAX_VALUE : starts.first();
  }

  private List<Sighting> judge(
      ShardMemory memory, SpikeKey key, SortedMap<Long, PendingBucket> open, long closedBefore) {
    var state = memory.state(key);
    // Whether it was swept up before its next payment came must make no difference.
    if (state != null && watch.isForgotten(state, open.firstKey())) {
      state = null;
    }
    var judgement = watch.judge(key, state, open, memory.peers(), closedBefore);
    open.forEach(
        (start, bucket) -> {
          var left = judgement.open().get(start);
          if (!bucket.equals(left)) {
            memory.putBucket(key, start, left);
          }
        });
    if (judgement.state() != state) {
      memory.putState(key, judgement.state());
    }
    return judgement.sightings();
  }

  private void forget(ShardMemory memory, long closedBefore) {
    for (var key : memory.keys()) {
      var state = memory.state(key);
      if (state != null && watch.isForgotten(state, closedBefore)) {
        memory.putState(key, null);
      }
    }
  }
}
