package io.vigil.transforms.spikes;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is normal for one key: how many flagged transactions a bucket of it should have, and how
 * many would be a spike. Immutable; a pure function of the settings, the start of history and the
 * counts of the closed buckets.
 *
 * <p>Feed it every closed bucket in the order of time; empty ones may be left out, to the last bit
 * with the same result. Of a gap only the days are gone through, so a year of silence costs about a
 * tenth of a millisecond.
 *
 * <p><b>When a threshold is final.</b> A threshold depends on the whole days (UTC) before its own
 * alone, and is the same for all buckets of a slot. So it is final as soon as every bucket of the
 * days before is closed: for most of a day it cannot change any more, whatever still comes. Right
 * after midnight, while buckets of yesterday are open, {@link #thresholdFor} answers as if they
 * stayed as empty as they are here; such an answer is provisional, and so is a spike found with it.
 * The verdict to confirm or retract is the one that the baseline gives when all buckets before are
 * fed.
 *
 * <p>It takes about 1.4 KB of memory with 24 slots, whatever the history, and from 40 to about
 * 1,000 bytes when it is {@linkplain #toBytes written}.
 */
public final class Baseline {

  /** The threshold while the baseline warms up: no count reaches it. */
  public static final long NEVER = Long.MAX_VALUE;

  private final SpikeSettings settings;
  private final long firstDay;
  private final long nextBucket;
  private final History history;
  private final Today today;

  Baseline(SpikeSettings settings, long firstDay, long nextBucket, History history, Today today) {
    this.settings = settings;
    this.firstDay = firstDay;
    this.nextBucket = nextBucket;
    this.history = history;
    this.today = today;
  }

  /**
   * The baseline of a key of which nothing was seen yet. It learns from the first whole day on.
   *
   * @param historyStart the start of the first bucket that could have held a transaction of the
   *     key. Give every key the start of the whole history: a key that was never seen is then a
   *     quiet one, and its first burst a spike. It must be the same on every run.
   * @throws IllegalArgumentException if no bucket starts there
   */
  public static Baseline starting(SpikeSettings settings, long historyStart) {
    settings.requireBucketStart(historyStart);
    return new Baseline(
        settings,
        settings.dayOf(historyStart + SpikeSettings.DAY - 1),
        historyStart,
        History.empty(settings),
        Today.empty(settings.slotsPerDay()));
  }

  /**
   * With the final count of a bucket, and with the buckets before it that were not fed as empty.
   *
   * @throws IllegalArgumentException if no bucket starts there, if it is closed already, or if the
   *     count is negative
   */
  public Baseline closed(long bucketStart, long count) {
    if (count < 0) {
      throw new IllegalArgumentException("a count must not be negative: " + count);
    }
    var before = emptyUntil(bucketStart);
    long bucketEnd = bucketStart + settings.bucket().toMillis();
    if (count == 0) {
      return before.emptyUntil(bucketEnd);
    }
    // Most counts are below the floor, and need no threshold.
    boolean spike = count >= settings.minimumCount() && count >= before.thresholdFor(bucketStart);
    int slot = settings.slotOf(bucketStart);
    return new Baseline(
            settings, firstDay, bucketStart, before.history, before.today.plus(slot, count, spike))
        .emptyUntil(bucketEnd);
  }

  /** The start of the first bucket that is not closed. */
  public long nextBucket() {
    return nextBucket;
  }

  /**
   * The smallest count that is a spike in the bucket, or {@link #NEVER}. All buckets of a slot have
   * the same: ask once and compare.
   *
   * @throws IllegalArgumentException if no bucket starts there, or if it is closed already
   */
  public long thresholdFor(long bucketStart) {
    var then = emptyUntil(bucketStart);
    return then.isWarm() ? then.history.threshold(settings.slotOf(bucketStart)) : NEVER;
  }

  /**
   * The count that the bucket should have.
   *
   * @throws IllegalArgumentException as {@link #thresholdFor}
   */
  public double expectedFor(long bucketStart) {
    return distribution(bucketStart).mean();
  }

  /**
   * The probability of such a count or a higher one in the bucket.
   *
   * @throws IllegalArgumentException as {@link #thresholdFor}
   */
  public double probability(long bucketStart, long count) {
    return distribution(bucketStart).tail(count);
  }

  /** In a form that {@link #fromBytes} reads, in this version of Vigil and in later ones. */
  public byte[] toBytes() {
    return BaselineFormat.write(settings, firstDay, nextBucket, history, today);
  }

  /**
   * What {@link #toBytes} wrote.
   *
   * @throws IllegalArgumentException if it is not that, or if it was written with another bucket or
   *     other slots
   */
  public static Baseline fromBytes(SpikeSettings settings, byte[] bytes) {
    return BaselineFormat.read(settings, bytes);
  }

  private NegativeBinomial distribution(long bucketStart) {
    return emptyUntil(bucketStart).history.distribution(settings.slotOf(bucketStart));
  }

  private boolean isWarm() {
    return settings.dayOf(nextBucket) - firstDay >= settings.warmUpDays();
  }

  /** With every bucket before the given one closed, the further ones as empty. */
  private Baseline emptyUntil(long bucketStart) {
    settings.requireBucketStart(bucketStart);
    if (bucketStart < nextBucket) {
      throw new IllegalArgumentException(
          "the bucket of " + bucketStart + " is closed; the next is " + nextBucket);
    }
    if (bucketStart == nextBucket) {
      return this;
    }
    long day = settings.dayOf(nextBucket);
    long thatDay = settings.dayOf(bucketStart);
    if (thatDay == day) {
      return new Baseline(settings, firstDay, bucketStart, history, today);
    }
    var learned = day < firstDay ? history : history.plus(today);
    long quietDays = Math.max(0, thatDay - Math.max(day + 1, firstDay));
    return new Baseline(
        settings,
        firstDay,
        bucketStart,
        learned.plusQuietDays(quietDays),
        Today.empty(settings.slotsPerDay()));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Baseline that
        && settings.equals(that.settings)
        && Arrays.equals(toBytes(), that.toBytes());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(toBytes());
  }
}
