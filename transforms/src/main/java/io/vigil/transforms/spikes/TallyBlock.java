package io.vigil.transforms.spikes;

import io.vigil.transforms.signals.SignalTally;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a bundle has counted for the keys of a shard, and what all transactions of the bundle were
 * like, which every shard is told. Immutable.
 *
 * @param all by the start of a bucket, the counts of {@link io.vigil.schemas.Dimension#ALL} of the
 *     bundle in the bucket's hour
 * @param entries what was counted of the keys
 */
public record TallyBlock(SortedMap<Long, SignalTally> all, List<Entry> entries) {

  public TallyBlock {
    entries = List.copyOf(entries);
  }

  /**
   * What was counted of a key in a bucket.
   *
   * @param bucketStart first millisecond of the bucket, since the epoch
   */
  public record Entry(SpikeKey key, long bucketStart, SignalTally tally) {}

  /** What all of the blocks have counted. */
  public static TallyBlock sum(Iterable<TallyBlock> blocks) {
    record Cell(SpikeKey key, long bucketStart) {}
    var all = new TreeMap<Long, SignalTally>();
    var tallies = new LinkedHashMap<Cell, SignalTally>();
    for (var block : blocks) {
      block.all.forEach((start, tally) -> all.merge(start, tally, SignalTally::plus));
      for (var it : block.entries) {
        tallies.merge(new Cell(it.key, it.bucketStart), it.tally, SignalTally::plus);
      }
    }
    var entries = new ArrayList<Entry>();
    tallies.forEach((cell, tally) -> entries.add(new Entry(cell.key, cell.bucketStart, tally)));
    return new TallyBlock(all, entries);
  }

  /** What was counted of keys before that time, and of all transactions. */
  public TallyBlock before(long time) {
    return new TallyBlock(all, entries.stream().filter(it -> it.bucketStart < time).toList());
  }

  /** What was counted of keys from that time on. */
  public TallyBlock since(long time) {
    var later = entries.stream().filter(it -> it.bucketStart >= time).toList();
    return new TallyBlock(new TreeMap<>(), later);
  }

  /** The start of the first bucket of a key; {@link Long#MAX_VALUE} if there is none. */
  public long firstBucket() {
    return entries.stream().mapToLong(Entry::bucketStart).min().orElse(Long.MAX_VALUE);
  }

  /** Names no key, which may be a card, so that it may be logged. */
  @Override
  public String toString() {
    return "TallyBlock[" + entries.size() + " keys and buckets]";
  }
}
