package io.vigil.transforms.screen;

import io.vigil.schemas.Flag;
import java.util.List;

/** What a card's history says of one more transaction. */
public sealed interface Verdict {

  /** The same transaction was accepted before: same id, same content. */
  record Duplicate() implements Verdict {}

  /**
   * It is new, and counts.
   *
   * @param contents how many contents of its id are known within the horizon around it, itself
   *     included, counted up to {@link CardHistory#MOST_CONTENTS}. It is for a person to read: it
   *     tells how far things had come when this one arrived
   * @param findings the flags found on the transaction itself
   * @param laterFindings the flags found because of it on transactions after it in order, which had
   *     been accepted before
   */
  record Accepted(int contents, List<Finding> findings, List<Finding> laterFindings)
      implements Verdict {

    public Accepted {
      findings = List.copyOf(findings);
      laterFindings = List.copyOf(laterFindings);
    }

    /**
     * Whether another content of the same id is known within the horizon. The first of two cannot
     * know; the second does, whichever it is. So the set of ids of which a conflict was reported is
     * the same for every order of arrival, though the transaction that reports it is not.
     */
    public boolean isConflict() {
      return contents > 1;
    }
  }

  /**
   * A flag, at the moment when it is found.
   *
   * @param isFirst whether the transaction had no flag yet. Of all flags of a transaction one has
   *     it, so these count flagged transactions. Which one it is depends on the order of arrival,
   *     and is therefore no part of the flag
   */
  record Finding(Flag flag, boolean isFirst) {}
}
