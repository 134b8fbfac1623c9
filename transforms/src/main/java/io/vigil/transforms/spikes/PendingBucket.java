package io.vigil.transforms.spikes;

import io.vigil.transforms.signals.SignalTally;

/**
 * A bucket of a key that has not been judged for good.
 *
 * @param tally what was counted so far
 * @param announced the facts with which it was last given out as a spike, negative if that was
 *     taken back; 0 if it never was
 */
public record PendingBucket(SignalTally tally, long announced) {

  public static final PendingBucket NONE = new PendingBucket(SignalTally.NONE, 0);

  /** With more that was counted. */
  public PendingBucket plus(SignalTally more) {
    return new PendingBucket(tally.plus(more), announced);
  }
}
