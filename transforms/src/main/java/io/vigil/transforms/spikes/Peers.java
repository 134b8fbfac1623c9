package io.vigil.transforms.spikes;

import io.vigil.transforms.signals.SignalTally;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What all transactions are like, hour by hour: what a key of which little is known is compared
 * with. Immutable; a function of the set of tallies that were added. Each shard of keys has one.
 *
 * <p>What a bucket is compared with are whole hours that end before it, so hours that are still
 * open do not matter to a bucket that is closed.
 */
public final class Peers {

  static final long HOUR = 3_600_000;

  /** How many hours count. */
  private static final long REMEMBERED = 48;

  private static final long FORGOTTEN_AFTER = 400 * 24 * HOUR;

  private static final Peers NONE = new Peers(Long.MAX_VALUE, new TreeMap<>());

  private final long historyStart;
  private final SortedMap<Long, HourCount> hours;

  /** The last answer of {@link #before}; two threads may both compute one, and find the same. */
  private Prior latest = new Prior(Long.MIN_VALUE, new TreeMap<>());

  private Peers(long historyStart, SortedMap<Long, HourCount> hours) {
    this.historyStart = historyStart;
    this.hours = Collections.unmodifiableSortedMap(hours);
  }

  public static Peers none() {
    return NONE;
  }

  /** With a tally of {@link io.vigil.schemas.Dimension#ALL} that was not added before. */
  public Peers plus(long bucketStart, SignalTally tally) {
    var sum = new TreeMap<>(hours);
    long hour = hourOf(bucketStart);
    sum.put(hour, with(sum.get(hour), tally));
    return new Peers(Math.min(historyStart, bucketStart), sum);
  }

  /** With tallies of {@link io.vigil.schemas.Dimension#ALL} that were not added before. */
  public Peers plus(SortedMap<Long, SignalTally> byBucketStart) {
    var sum = new TreeMap<>(hours);
    byBucketStart.forEach(
        (start, tally) -> sum.put(hourOf(start), with(sum.get(hourOf(start)), tally)));
    long first = byBucketStart.isEmpty() ? Long.MAX_VALUE : byBucketStart.firstKey();
    return new Peers(Math.min(historyStart, first), sum);
  }

  private static HourCount with(@Nullable HourCount hour, SignalTally tally) {
    return (hour == null ? HourCount.NONE : hour).plus(Measure::ofPeers, tally);
  }

  /** Without what no bucket from that time on is compared with, but for the last hour. */
  public Peers forgetBefore(long bucketStart) {
    if (hours.isEmpty()) {
      return this;
    }
    long from = Math.min(hourOf(bucketStart) - REMEMBERED * HOUR, hours.lastKey());
    return from <= hours.firstKey()
        ? this
        : new Peers(historyStart, new TreeMap<>(hours.tailMap(from)));
  }

  /** The start of a bucket for which there is nothing to remember any more. */
  long forgottenFrom() {
    return hours.isEmpty() ? Long.MAX_VALUE : hours.lastKey() + FORGOTTEN_AFTER;
  }

  /** Whether there has been nothing for so long that it is as if there had never been anything. */
  boolean areForgotten(long bucketStart) {
    return bucketStart >= forgottenFrom();
  }

  /** The start of the first bucket of all; {@link Long#MAX_VALUE} if there is none. */
  long historyStart() {
    return historyStart;
  }

  /** What a bucket is compared with. */
  Prior before(long bucketStart) {
    long hour = hourOf(bucketStart);
    var known = latest;
    if (known.hour() != hour) {
      known = new Prior(hour, new TreeMap<>(hours.subMap(hour - REMEMBERED * HOUR, hour)));
      latest = known;
    }
    return known;
  }

  private static long hourOf(long time) {
    return Math.floorDiv(time, HOUR) * HOUR;
  }

  static Peers of(long historyStart, SortedMap<Long, HourCount> hours) {
    return new Peers(historyStart, hours);
  }

  SortedMap<Long, HourCount> hours() {
    return hours;
  }
}
