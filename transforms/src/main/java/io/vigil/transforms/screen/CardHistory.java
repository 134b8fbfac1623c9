package io.vigil.transforms.screen;

import io.vigil.schemas.Transaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the recent accepted transactions of one card, and tells of each new one whether it is a
 * duplicate or a conflict, and which flags it brings. It takes them in any order: the set of all
 * flags that it has given out is a function of the set of transactions, and each is given out once.
 *
 * <p><b>What must be kept.</b> A transaction can be judged if all is there that lies up to {@link
 * DetectionRules#horizon} before it. So whoever keeps a history passes only what a {@link
 * LatenessGate} lets through, and forgets only what lies before {@code gate.openSince(watermark) -
 * horizon}. A duplicate has its original's event time: when that is forgotten, the gate is closed.
 *
 * <p><b>What it costs.</b> O(log n) for each transaction and what the rules ask for, however many
 * transactions the card has and however close together; see {@link Watch}. Forgetting walks through
 * the merchants and countries of the card, so it is for a timer, not for each transaction.
 *
 * <p><b>State.</b> A history is mutable and belongs to one thread: it must never be a state value
 * itself. What is kept in state are the byte arrays of {@link #takeChanges}, which nobody changes
 * once they are made, and from which {@link #restore} makes the history again.
 */
public final class CardHistory {

  /** The contents of an id are counted up to here. */
  public static final int MOST_CONTENTS = 100;

  private static final Verdict DUPLICATE = new Verdict.Duplicate();

  /** A rule at work, with the terms that go into each of its flags. */
  private record Working<R extends Rule>(R rule, String terms) {
    Working(R rule) {
      this(rule, rule.terms());
    }
  }

  private record Watched(Working<Rule.OfHistory> working, Watch watch) {}

  private final long horizon;
  private final List<Working<Rule.OfOne>> ofOne = new ArrayList<>();
  private final List<Watched> ofHistory = new ArrayList<>();
  private final TreeSet<Seen> inOrder = new TreeSet<>();
  private final TreeSet<Seen> byId = new TreeSet<>(Seen.BY_ID);
  private final Set<Content> flagged = new HashSet<>();
  private final @Nullable Map<Content, Change> changes;
  private long forgottenBefore = Long.MIN_VALUE;

  private CardHistory(DetectionRules rules, @Nullable Map<Content, Change> changes) {
    this.changes = changes;
    horizon = rules.horizon().toMillis();
    for (var rule : rules.rules()) {
      if (rule instanceof Rule.OfOne one) {
        ofOne.add(new Working<>(one));
      } else if (rule instanceof Rule.OfHistory history) {
        ofHistory.add(new Watched(new Working<>(history), history.watch()));
      }
    }
  }

  /** An empty history that lives in memory only. */
  public static CardHistory of(DetectionRules rules) {
    return new CardHistory(rules, null);
  }

  /**
   * The history that was put into state. Flags are known by the names of their rules: one that was
   * given out is not given out again, even if the rule of that name has other numbers now.
   *
   * @param chunks for each slice of time all of its parts, joined in the order in which they were
   *     made; none for a card that is new
   * @throws IllegalArgumentException if a part was written by a later version of Vigil
   */
  public static CardHistory restore(DetectionRules rules, Collection<byte[]> chunks) {
    var history = new CardHistory(rules, new LinkedHashMap<>());
    for (var chunk : chunks) {
      for (var change : HistoryCodec.decode(chunk)) {
        history.restore(change);
      }
    }
    return history;
  }

  /**
   * Takes one more transaction of the card.
   *
   * @throws IllegalArgumentException if what is needed to judge it has been forgotten
   */
  public Verdict accept(Transaction transaction) {
    if (transaction.eventTime() < forgottenBefore + horizon && forgottenBefore != Long.MIN_VALUE) {
      throw new IllegalArgumentException(
          transaction + " is late: what lies before it has been forgotten");
    }
    var seen = Seen.of(transaction);
    if (!byId.add(seen)) {
      return DUPLICATE;
    }
    inOrder.add(seen);
    if (changes != null) {
      changes.put(seen.content(), Change.accepted(seen));
    }
    var findings = new ArrayList<Verdict.Finding>();
    var laterFindings = new ArrayList<Verdict.Finding>();
    for (var working : ofOne) {
      if (working.rule().flags(transaction)) {
        findings.add(finding(working, seen));
      }
    }
    for (var watched : ofHistory) {
      Consumer<Seen> found =
          it -> (it == seen ? findings : laterFindings).add(finding(watched.working(), it));
      watched.watch().add(seen, found);
    }
    return new Verdict.Accepted(contents(seen), findings, laterFindings);
  }

  /** Forgets the transactions whose event time lies before the given one. */
  public void forgetBefore(long time) {
    if (time <= forgottenBefore) {
      return;
    }
    forgottenBefore = time;
    var old = inOrder.headSet(Seen.markAt(time));
    for (var seen : old) {
      byId.remove(seen);
      flagged.remove(seen.content());
      if (changes != null) {
        changes.remove(seen.content());
      }
    }
    old.clear();
    for (var watched : ofHistory) {
      watched.watch().forgetBefore(time);
    }
  }

  /** Whether it remembers nothing. */
  public boolean isEmpty() {
    return inOrder.isEmpty() && byId.isEmpty() && flagged.isEmpty();
  }

  /**
   * What has changed since the last call, or since {@link #restore}, in the form for state: by the
   * start of each slice of time that has changed, one part to add to those that the slice has. It
   * is as long as the change, not as the history. Parts of a slice may be {@linkplain
   * HistoryCodec#join joined}; a slice whose end lies before all that must be kept is dropped
   * whole.
   *
   * @param slice how long a slice is; always the same for the same state
   * @throws IllegalStateException if the history lives in memory only
   */
  public SortedMap<Long, byte[]> takeChanges(Duration slice) {
    if (changes == null) {
      throw new IllegalStateException("a history in memory does not keep its changes");
    }
    var bySlice = new TreeMap<Long, List<Change>>();
    for (var change : changes.values()) {
      long number = Math.floorDiv(change.seen().eventTime(), slice.toMillis());
      bySlice.computeIfAbsent(number * slice.toMillis(), any -> new ArrayList<>()).add(change);
    }
    changes.clear();
    var parts = new TreeMap<Long, byte[]>();
    bySlice.forEach((start, ofSlice) -> parts.put(start, HistoryCodec.encode(ofSlice)));
    return parts;
  }

  /** How many steps the rules have gone so far: what they cost, free of any clock. */
  long steps() {
    return ofHistory.stream().mapToLong(it -> it.watch().steps()).sum();
  }

  private Verdict.Finding finding(Working<?> working, Seen seen) {
    var name = working.rule().name();
    if (changes != null) {
      changes.computeIfAbsent(seen.content(), any -> Change.flagged(seen)).rules().add(name);
    }
    var flag = seen.flag(name, working.terms());
    return new Verdict.Finding(flag, flagged.add(seen.content()));
  }

  private int contents(Seen seen) {
    int count = 1 + countOfId(seen, byId.headSet(seen, false).descendingSet(), MOST_CONTENTS - 1);
    return count + countOfId(seen, byId.tailSet(seen, false), MOST_CONTENTS - count);
  }

  private int countOfId(Seen seen, NavigableSet<Seen> nearestFirst, int most) {
    int count = 0;
    Iterator<Seen> others = nearestFirst.iterator();
    while (count < most && others.hasNext()) {
      var other = others.next();
      boolean isOfId =
          other.transactionId().equals(seen.transactionId())
              && Math.abs(other.eventTime() - seen.eventTime()) <= horizon;
      if (!isOfId) {
        break;
      }
      count++;
    }
    return count;
  }

  private void restore(Change change) {
    var seen = change.seen();
    inOrder.add(seen);
    byId.add(seen);
    if (!change.rules().isEmpty()) {
      flagged.add(seen.content());
    }
    for (var watched : ofHistory) {
      boolean isFound = change.rules().contains(watched.working().rule().name());
      watched.watch().restore(seen, isFound);
    }
  }
}
