package io.vigil.transforms.spikes;

import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
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

  /**
   * Takes a block; what is improbable already is given out.
   *
   * @param closedBefore the start of the first bucket that is open
   * @throws IllegalStateException if more comes for a bucket that was judged for good
   */
  public List<Sighting> take(ShardMemory memory, TallyBlock block, long closedBefore) {
    var sightings = new ArrayList<Sighting>();
    add(memory, block, closedBefore)
        .forEach(
            (key, changedSince) -> {
              var open = new TreeMap<Long, PendingBucket>();
              for (long start : memory.starts()) {
                var bucket = memory.bucket(key, start);
                if (bucket != null) {
                  open.put(start, bucket);
                }
              }
              sightings.addAll(judge(memory, key, open, Long.MIN_VALUE, changedSince));
            });
    return sightings;
  }

  /**
   * Takes a block, and looks at nothing.
   *
   * @param closedBefore the start of the first bucket that is open
   * @return the keys that are worth a look, with the start of the first bucket that has changed
   */
  public Map<SpikeKey, Long> add(ShardMemory memory, TallyBlock block, long closedBefore) {
    var peers = memory.peers();
    boolean isNew =
        peers == null || !block.all().isEmpty() && peers.areForgotten(block.all().firstKey());
    // Buckets that have closed may not have been judged yet.
    var starts = memory.starts();
    long needed = starts.isEmpty() ? closedBefore : Math.min(starts.first(), closedBefore);
    memory.putPeers((isNew ? Peers.none() : peers).plus(block.all()).forgetBefore(needed));
    Map<Long, List<SpikeKey>> added = new LinkedHashMap<>();
    var changedSince = new LinkedHashMap<SpikeKey, Long>();
    var worthALook = new HashSet<SpikeKey>();
    for (var entry : block.entries()) {
      var known = memory.bucket(entry.key(), entry.bucketStart());
      var bucket = (known == null ? PendingBucket.NONE : known).plus(entry.tally());
      memory.putBucket(entry.key(), entry.bucketStart(), bucket);
      if (known == null) {
        added.computeIfAbsent(entry.bucketStart(), any -> new ArrayList<>()).add(entry.key());
      }
      changedSince.merge(entry.key(), entry.bucketStart(), Math::min);
      if (watch.isWorthALook(bucket)) {
        worthALook.add(entry.key());
      }
    }
    added.forEach(memory::addKeys);
    changedSince.keySet().retainAll(worthALook);
    return changedSince;
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
    closing.forEach(
        (key, open) -> sightings.addAll(judge(memory, key, open, closedBefore, Long.MAX_VALUE)));
    starts.forEach(memory::removeKeys);
    boolean isAnotherDay =
        starts.isEmpty() || Math.floorDiv(starts.get(0), DAY) != Math.floorDiv(closedBefore, DAY);
    if (isAnotherDay) {
      forget(memory, closedBefore);
    }
    return sightings;
  }

  /**
   * The start of a bucket whose closing changes something even if nothing more comes; {@link
   * Long#MAX_VALUE} if there is none.
   */
  public long nextChange(ShardMemory memory) {
    var starts = memory.starts();
    if (!starts.isEmpty()) {
      return starts.first();
    }
    // Nothing has come for as long as a bucket is open, so there is time to look at all keys.
    long next = Long.MAX_VALUE;
    for (var key : memory.keys()) {
      var state = memory.state(key);
      next = state == null ? next : Math.min(next, watch.nextChange(state));
    }
    var peers = memory.peers();
    return peers == null || next != Long.MAX_VALUE ? next : peers.forgottenFrom();
  }

  private List<Sighting> judge(
      ShardMemory memory,
      SpikeKey key,
      SortedMap<Long, PendingBucket> open,
      long closedBefore,
      long changedSince) {
    var state = memory.state(key);
    // Whether it was swept up before its next payment came must make no difference.
    if (state != null && watch.isForgotten(state, open.firstKey())) {
      state = null;
    }
    if (state != null && open.firstKey() < state.nextBucket()) {
      throw new IllegalStateException(
          "the bucket at %s has closed; put aside what comes late, before it comes here"
              .formatted(Instant.ofEpochMilli(open.firstKey())));
    }
    var judgement = watch.judge(key, state, open, peersOf(memory), closedBefore, changedSince);
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
    var peers = memory.peers();
    if (peers != null && peers.areForgotten(closedBefore) && memory.starts().isEmpty()) {
      memory.putPeers(null);
    }
  }

  private static Peers peersOf(ShardMemory memory) {
    var peers = memory.peers();
    return peers == null ? Peers.none() : peers;
  }
}
