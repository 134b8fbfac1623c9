package io.vigil.pipelines.generate;

import java.util.SplittableRandom;

/**
 * Chance that is the same everywhere: of the JDK it takes only the bits of {@link
 * SplittableRandom}, whose algorithm is fixed, and does all further arithmetic itself. What the JDK
 * makes of these bits may differ from version to version.
 */
final class Dice {

  private final SplittableRandom random;

  /**
   * Dice that fall independently of those for another concern.
   *
   * @param concern what they are cast for; a new use of chance takes a new one, so that it does not
   *     change what the others yield
   */
  Dice(long seed, long concern) {
    random = new SplittableRandom(mix(mix(seed) + concern));
  }

  /** One of {@code 0 … bound - 1}. */
  int below(int bound) {
    return (int) ((random.nextLong() >>> 32) * bound >>> 32);
  }

  /** One of {@code from … to}. */
  int between(int from, int to) {
    return from + below(to - from + 1);
  }

  /** A number from 0 to 1, without 1. */
  double fraction() {
    return (random.nextLong() >>> 11) * 0x1p-53;
  }

  boolean happens(double probability) {
    return fraction() < probability;
  }

  /** A number of the standard normal distribution, by Box and Muller. */
  double normal() {
    double radius = Math.sqrt(-2 * StrictMath.log(1 - fraction()));
    return radius * StrictMath.cos(2 * Math.PI * fraction());
  }

  /** Shuffles 64 bits such that no two numbers become the same: SplitMix64's last step. */
  static long mix(long number) {
    long z = (number ^ number >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return z ^ z >>> 31;
  }
}
