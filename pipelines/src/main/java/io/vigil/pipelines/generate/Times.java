package io.vigil.pipelines.generate;

/**
 * The times of a known number of payments, in order: a Poisson process whose rate follows the
 * {@link Rhythm}, given how many there are. The last of them is known from the start.
 */
final class Times {

  private final Rhythm rhythm;
  private final Dice dice;
  private final double last;
  private double part;
  private long left;

  Times(Rhythm rhythm, long count, Dice dice) {
    this.rhythm = rhythm;
    this.dice = dice;
    this.left = count;
    this.last = 1 - gap(count);
  }

  /** The time of the last payment. */
  long last() {
    return rhythm.timeAt(last);
  }

  boolean hasNext() {
    return left > 0;
  }

  long next() {
    left--;
    part = left == 0 ? last : part + (last - part) * gap(left);
    return rhythm.timeAt(Math.min(part, last));
  }

  /** How far the least of so many random numbers from 0 to 1 lies from 0. */
  private double gap(long count) {
    return -StrictMath.expm1(StrictMath.log(1 - dice.fraction()) / count);
  }
}
