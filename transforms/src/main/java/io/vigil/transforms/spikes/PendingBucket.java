package io.vigil.transforms.spikes;

import io.vigil.transforms.signals.SignalTally;

/**
 * A bucket of a key that has not been judged for good.
 *
 * @param tally what was counted so far
 * @param announced the facts that it had when it was last given out as a spike; 0 if it was not, or
 *     if that was taken back
 * @param version the facts that its last row named; 0 if there was none. Each row names more than
 *     the one before, or nobody could tell which is newer
 */
public record PendingBucket(SignalTally tally, long announced, long version) {

  public static final PendingBucket NONE = new PendingBucket(SignalTally.NONE, 0, 0);

  /** With more that was counted. */
  public PendingBucket plus(SignalTally more) {
    return new PendingBucket(tally.plus(more), announced, version);
  }
}
