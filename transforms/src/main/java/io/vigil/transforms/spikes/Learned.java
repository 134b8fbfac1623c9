package io.vigil.transforms.spikes;

import io.vigil.schemas.Dimension;
import io.vigil.transforms.signals.SignalTally;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a key was like in the hours that are long enough over, without what spiked. Immutable. Every
 * sum fades by the half-life of the settings, by whole hours.
 *
 * @param hour the start of the hour that is being added up; {@link Long#MIN_VALUE} before the first
 * @param current what was counted in it so far
 * @param attempts the sum of n over the hours before, with n the attempts of an hour
 * @param attemptPairs the sum of n (n − 1)
 * @param hours how many hours were added up, empty ones included
 * @param signals for each signal the sums of its counts
 */
public record Learned(
    long hour,
    HourCount current,
    double hours,
    double attempts,
    double attemptPairs,
    SortedMap<String, Sums> signals) {

  /** Amounts under about 40 euros are never large. */
  static final int FIRST_BIN = 12;

  static final String BIN = "amount:";

  /** As if three of ten attempts had had every signal before anything was known. */
  private static final double KNOWN_COUNT = 3;

  private static final double KNOWN_ATTEMPTS = 10;

  static final Learned NOTHING =
      new Learned(Long.MIN_VALUE, HourCount.NONE, 0, 0, 0, new TreeMap<>());

  /**
   * @param count the sum of x, the counts of a signal in an hour
   * @param pairs the sum of x (x − 1)
   */
  public record Sums(double count, double pairs) {
    static final Sums NONE = new Sums(0, 0);
  }

  public Learned {
    signals = Collections.unmodifiableSortedMap(signals);
  }

  Sums signal(String name) {
    return signals.getOrDefault(name, Sums.NONE);
  }

  /** With one more bucket, which must not be before the others. */
  Learned plus(JudgeSettings settings, Dimension dimension, long bucketStart, SignalTally tally) {
    var then = until(settings, dimension, bucketStart);
    return new Learned(
        then.hour,
        then.current.plus(name -> Measure.of(dimension, name), tally),
        then.hours,
        then.attempts,
        then.attemptPairs,
        then.signals);
  }

  /** With all hours before that of the time added up. */
  Learned until(JudgeSettings settings, Dimension dimension, long time) {
    long now = Math.floorDiv(time, Peers.HOUR) * Peers.HOUR;
    if (now <= hour) {
      return this;
    }
    if (hour == Long.MIN_VALUE) {
      return new Learned(now, current, hours, attempts, attemptPairs, signals);
    }
    double passed = (now - hour) / Peers.HOUR;
    double kept = StrictMath.pow(2, -passed * Peers.HOUR / settings.halfLife().toMillis());
    double n = current.attempts();
    var sums = new TreeMap<String, Sums>();
    signals.forEach((name, sum) -> sums.put(name, new Sums(sum.count * kept, sum.pairs * kept)));
    current
        .signals()
        .forEach(
            (name, signal) ->
                add(sums, dimension, name, kept, signal.in(Measure.of(dimension, name))));
    for (int bin = FIRST_BIN; bin < current.amounts().length(); bin++) {
      add(sums, dimension, ofBin(bin), kept, current.amounts().from(bin));
    }
    return new Learned(
        now,
        HourCount.NONE,
        (hours * kept) + passed,
        (attempts + n) * kept,
        (attemptPairs + n * (n - 1)) * kept,
        sums);
  }

  /** What all transactions are like, and what a card does again, is learned as it is. */
  private static boolean isClipped(Dimension dimension) {
    return dimension != Dimension.ALL && dimension != Dimension.CARD;
  }

  /**
   * The most of a signal that is learned of the current hour, so that an attack that was not seen
   * does not become a habit: three standard deviations over the mean.
   */
  private double most(String signal) {
    double mean =
        current.attempts() * (signal(signal).count + KNOWN_COUNT) / (attempts + KNOWN_ATTEMPTS);
    return mean + 3 * StrictMath.sqrt(mean * (1 + Judge.LEAST_DISPERSION * mean)) + 2;
  }

  /** The name under which amounts of that order of magnitude and above are counted. */
  static String ofBin(int bin) {
    return BIN + bin;
  }

  private void add(
      SortedMap<String, Sums> sums, Dimension dimension, String name, double kept, double counted) {
    double x = isClipped(dimension) ? Math.min(counted, most(name)) : counted;
    var sum = sums.getOrDefault(name, Sums.NONE);
    sums.put(name, new Sums(sum.count + kept * x, sum.pairs + kept * x * (x - 1)));
  }
}
