package io.vigil.pipelines.generate;

import io.vigil.schemas.Transaction;
import java.util.HashMap;
import java.util.Map;

/**
 * Says what must come of each record, by the rules of Vigil and not by what was meant with it. It
 * takes the records in order of arrival.
 *
 * <p>In bounded mode nothing is late. In a stream {@link Lateness} is decided first, before
 * anything counts: a record is a duplicate or a conflict only of one that was in time.
 */
final class Judge {

  private final Lateness lateness;

  /** By id, what has been accepted. An id has two records at most, so the second one forgets it. */
  private final Map<String, Transaction> bounded = new HashMap<>();

  private final Map<String, Transaction> streaming = new HashMap<>();

  private long latest;

  Judge(Lateness lateness) {
    this.lateness = lateness;
  }

  void judge(Entry entry) {
    if (entry.bad != null) {
      entry.bounded = Fate.DEAD_LETTER;
      entry.streaming = Fate.DEAD_LETTER;
      return;
    }
    var transaction = entry.transaction;
    entry.bounded = among(bounded, entry);
    entry.streaming =
        lateness.isLate(transaction.eventTime(), latest) ? Fate.LATE : among(streaming, entry);
    latest = Math.max(latest, transaction.eventTime());
  }

  /** The latest event time of the good records so far. */
  long latest() {
    return latest;
  }

  private static Fate among(Map<String, Transaction> accepted, Entry entry) {
    if (!entry.isRepeated) {
      return Fate.ACCEPTED;
    }
    var transaction = entry.transaction;
    var other = accepted.remove(transaction.transactionId());
    if (other == null) {
      accepted.put(transaction.transactionId(), transaction);
      return Fate.ACCEPTED;
    }
    return other.equals(transaction) ? Fate.DUPLICATE : Fate.CONFLICT;
  }
}
