package io.vigil.transforms.spikes;

import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link ShardWatch} remembers of a shard. All values are immutable; what was put is what is
 * read again.
 */
public interface ShardMemory {

  /** What all transactions are like; null if nothing is known. */
  @Nullable Peers peers();

  /**
   * @param peers null forgets them
   */
  void putPeers(@Nullable Peers peers);

  /** What the closed buckets of the key have left behind; null if there is nothing. */
  @Nullable KeyState state(SpikeKey key);

  /**
   * @param state null forgets the key
   */
  void putState(SpikeKey key, @Nullable KeyState state);

  /** The keys that have a state. */
  List<SpikeKey> keys();

  /** What is known of an open bucket; null if nothing is. */
  @Nullable PendingBucket bucket(SpikeKey key, long bucketStart);

  /**
   * @param bucket null forgets it
   */
  void putBucket(SpikeKey key, long bucketStart, @Nullable PendingBucket bucket);

  /** When the open buckets of any key start. */
  SortedSet<Long> starts();

  /** The keys that have an open bucket that starts then. */
  List<SpikeKey> keysOf(long bucketStart);

  /** Adds keys to {@link #keysOf}, each once. */
  void addKeys(long bucketStart, List<SpikeKey> keys);

  /** Forgets which keys have open buckets that start then. */
  void removeKeys(long bucketStart);
}
