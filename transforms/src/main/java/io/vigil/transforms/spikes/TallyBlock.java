package io.vigil.transforms.spikes;

import io.vigil.transforms.signals.SignalTally;
import java.util.List;
import java.util.SortedMap;

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

  /** Names no key, which may be a card, so that it may be logged. */
  @Override
  public String toString() {
    return "TallyBlock[" + entries.size() + " keys and buckets]";
  }
}
