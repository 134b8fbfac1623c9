package io.vigil.transforms.spikes;

import io.vigil.transforms.signals.SignalTally;

/**
 * A bucket of a key that has not been judged for good.
 *
 * @param tally what was counted so far
 * @param announced the facts that it had when it was last given out as a spike; 0 if it was not, or
 *     if that was taken back
 * @param version the facts with which a row of it was last given out: they never become fewer, or
 *     the row would count as an older one; 0 if there was none
 */
public record PendingBucket(SignalTally tally, long announced, long version) {

  public static final PendingBucket NONE = new PendingBucket(SignalTally.NONE, 0, 0);

  /** With more that was counted. */
  public PendingBucket plus(SignalTally more) {
    return new PendingBucket(tally.plus(more), announced, version);
  }
}
