package io.vigil.transforms.spikes;

import io.vigil.transforms.signals.SignalTally;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What all transactions are like, hour by hour: what a key of which little is known is compared
 * with. Immutable; a function of the set of tallies that were added. Each shard of keys has one.
 *
 * <p>What a bucket is compared with are hours that lie a fixed distance before it, so hours that
 * are still open do not matter to a bucket that is closed.
 */
public final class Peers {

  static final long HOUR = 3_600_000;

  private static final Peers NONE = new Peers(new TreeMap<>());

  private final SortedMap<Long, PeerHour> hours;

  private Peers(SortedMap<Long, PeerHour> hours) {
    this.hours = Collections.unmodifiableSortedMap(hours);
  }

  public static Peers none() {
    return NONE;
  }

  /** With a tally of {@link io.vigil.schemas.Dimension#ALL} that was not added before. */
  public Peers plus(long bucketStart, SignalTally tally) {
    var sum = new TreeMap<>(hours);
    long hour = Math.floorDiv(bucketStart, HOUR) * HOUR;
    sum.put(hour, sum.getOrDefault(hour, PeerHour.NONE).plus(tally));
    return new Peers(sum);
  }

  /** Without what no bucket from that time on is compared with. */
  public Peers forgetBefore(long bucketStart) {
    return new Peers(new TreeMap<>(hours.tailMap(bucketStart - 49 * HOUR)));
  }

  SortedMap<Long, PeerHour> hours() {
    return hours;
  }
}
