package io.vigil.transforms.spikes;

import java.io.Serializable;
import java.time.Duration;

/**
 * What decides whether a count is a spike, and which spikes are one incident. Every run that is to
 * give the same spikes must have the same settings.
 *
 * <p>{@link #DEFAULTS}: buckets of 10 s; one chance in 10 million for each bucket; at least 5
 * flagged; a half-life of 7 days; 1 day of warm-up; 24 slots per day; 6 hours of spikes are a new
 * normal; spikes within 5 minutes of each other are one incident.
 *
 * @param bucket the length of a bucket; divides a slot
 * @param falseAlarms the probability that a bucket of a key that behaves as ever is called a spike.
 *     A key has 3,153,600 buckets of 10 s in a year: at 10<sup>-7</sup> a busy key gives at most
 *     one false alarm in three years, and a thousand busy keys give one a day. The floor leaves far
 *     fewer to quiet keys.
 * @param minimumCount the floor: fewer flagged transactions are never a spike
 * @param halfLife after this time a day weighs half as much in the baseline. With 7 days all days
 *     together weigh as much as 10.6 whole ones.
 * @param warmUpDays how many whole days (UTC) a baseline learns before it gives verdicts
 * @param slotsPerDay into how many equal slots, each with its own expectation, a day is divided;
 *     from 1 to 96
 * @param newNormalAfter when the spiking buckets that a baseline remembers add up to more than
 *     this, they are no exception any more, and the baseline begins anew with that day
 * @param coolDown spikes of a key belong to one incident if not more than this lies between the end
 *     of one and the start of the next
 */
public record SpikeSettings(
    Duration bucket,
    double falseAlarms,
    long minimumCount,
    Duration halfLife,
    int warmUpDays,
    int slotsPerDay,
    Duration newNormalAfter,
    Duration coolDown)
    implements Serializable {

  static final long DAY = Duration.ofDays(1).toMillis();

  private static final int MOST_SLOTS = 96;
  private static final Duration SHORTEST_BUCKET = Duration.ofSeconds(1);
  private static final double LEAST_PROBABILITY = 1e-15;

  /** Last of the constants: it is checked against the others. */
  public static final SpikeSettings DEFAULTS =
      new SpikeSettings(
          Duration.ofSeconds(10),
          1e-7,
          5,
          Duration.ofDays(7),
          1,
          24,
          Duration.ofHours(6),
          Duration.ofMinutes(5));

  /**
   * @throws IllegalArgumentException if a setting is out of its range; the message names it
   */
  public SpikeSettings {
    require(
        slotsPerDay >= 1 && slotsPerDay <= MOST_SLOTS && DAY % slotsPerDay == 0,
        "slotsPerDay must divide a day and be from 1 to " + MOST_SLOTS,
        slotsPerDay);
    require(
        bucket.compareTo(SHORTEST_BUCKET) >= 0
            && bucket.getNano() % 1_000_000 == 0
            && bucket.toMillis() <= DAY
            && DAY / slotsPerDay % bucket.toMillis() == 0,
        "bucket must be at least " + SHORTEST_BUCKET + " and divide a slot",
        bucket);
    require(
        falseAlarms >= LEAST_PROBABILITY && falseAlarms <= 0.1,
        "falseAlarms must be from " + LEAST_PROBABILITY + " to 0.1",
        falseAlarms);
    require(minimumCount >= 1, "minimumCount must be at least 1", minimumCount);
    require(
        halfLife.compareTo(Duration.ofDays(1)) >= 0
            && halfLife.compareTo(Duration.ofDays(366)) <= 0,
        "halfLife must be from 1 to 366 days",
        halfLife);
    require(warmUpDays >= 0 && warmUpDays <= 366, "warmUpDays must be from 0 to 366", warmUpDays);
    require(
        newNormalAfter.compareTo(bucket) >= 0
            && newNormalAfter.compareTo(Duration.ofDays(366)) <= 0,
        "newNormalAfter must be from one bucket to 366 days",
        newNormalAfter);
    require(
        !coolDown.isNegative() && coolDown.compareTo(Duration.ofDays(366)) <= 0,
        "coolDown must be from 0 to 366 days",
        coolDown);
  }

  public SpikeSettings withBucket(Duration changed) {
    return new SpikeSettings(
        changed,
        falseAlarms,
        minimumCount,
        halfLife,
        warmUpDays,
        slotsPerDay,
        newNormalAfter,
        coolDown);
  }

  public SpikeSettings withFalseAlarms(double changed) {
    return new SpikeSettings(
        bucket, changed, minimumCount, halfLife, warmUpDays, slotsPerDay, newNormalAfter, coolDown);
  }

  public SpikeSettings withMinimumCount(long changed) {
    return new SpikeSettings(
        bucket, falseAlarms, changed, halfLife, warmUpDays, slotsPerDay, newNormalAfter, coolDown);
  }

  public SpikeSettings withHalfLife(Duration changed) {
    return new SpikeSettings(
        bucket,
        falseAlarms,
        minimumCount,
        changed,
        warmUpDays,
        slotsPerDay,
        newNormalAfter,
        coolDown);
  }

  public SpikeSettings withWarmUpDays(int changed) {
    return new SpikeSettings(
        bucket,
        falseAlarms,
        minimumCount,
        halfLife,
        changed,
        slotsPerDay,
        newNormalAfter,
        coolDown);
  }

  public SpikeSettings withSlotsPerDay(int changed) {
    return new SpikeSettings(
        bucket, falseAlarms, minimumCount, halfLife, warmUpDays, changed, newNormalAfter, coolDown);
  }

  public SpikeSettings withNewNormalAfter(Duration changed) {
    return new SpikeSettings(
        bucket, falseAlarms, minimumCount, halfLife, warmUpDays, slotsPerDay, changed, coolDown);
  }

  public SpikeSettings withCoolDown(Duration changed) {
    return new SpikeSettings(
        bucket,
        falseAlarms,
        minimumCount,
        halfLife,
        warmUpDays,
        slotsPerDay,
        newNormalAfter,
        changed);
  }

  /** Since the epoch, of the day (UTC) that the time lies in. */
  long dayOf(long time) {
    return Math.floorDiv(time, DAY);
  }

  /** From 0, within its day. */
  int slotOf(long time) {
    return (int) (Math.floorMod(time, DAY) * slotsPerDay / DAY);
  }

  long bucketsPerSlot() {
    return bucketsPerDay() / slotsPerDay;
  }

  long bucketsPerDay() {
    return DAY / bucket.toMillis();
  }

  /** The part of a day's weight that the next day leaves to it: 2^(−1 day / half-life). */
  double keptPerDay() {
    return StrictMath.pow(2, -(double) DAY / halfLife.toMillis());
  }

  /**
   * @throws IllegalArgumentException if no bucket starts at the time
   */
  void requireBucketStart(long time) {
    require(
        Math.floorMod(time, bucket.toMillis()) == 0, "no bucket of " + bucket + " starts at", time);
  }

  private static void require(boolean holds, String rule, Object given) {
    if (!holds) {
      throw new IllegalArgumentException(rule + ": " + given);
    }
  }
}
