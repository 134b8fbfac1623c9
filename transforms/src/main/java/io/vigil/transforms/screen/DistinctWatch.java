package io.vigil.transforms.screen;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds transactions that, together with those before them within a span, have at least so many
 * distinct values of something.
 *
 * <p>A span that ends at a transaction lies in two slices of time, each as long as the span: it is
 * the end of one and the beginning of the next. Each slice keeps every value once in the order of
 * first appearance, and once in the order of last appearance. So the values of a span can be
 * counted without looking at its transactions, and counting stops when there are enough.
 */
final class DistinctWatch implements Watch {

  private static final class Slice {
    final Map<String, Seen> first = new HashMap<>();
    final Map<String, Seen> last = new HashMap<>();
    final TreeSet<Seen> byFirst = new TreeSet<>();
    final TreeSet<Seen> byLast = new TreeSet<>();

    void add(Seen seen, String value) {
      var oldFirst = first.get(value);
      if (oldFirst == null || seen.isBefore(oldFirst)) {
        replace(oldFirst, seen, value, first, byFirst);
      }
      var oldLast = last.get(value);
      if (oldLast == null || oldLast.isBefore(seen)) {
        replace(oldLast, seen, value, last, byLast);
      }
    }

    private static void replace(
        @Nullable Seen old, Seen seen, String value, Map<String, Seen> ends, TreeSet<Seen> order) {
      if (old != null) {
        order.remove(old);
      }
      ends.put(value, seen);
      order.add(seen);
    }
  }

  private final int least;
  private final long within;
  private final Function<Seen, @Nullable String> valueOf;
  private final Map<Long, Slice> slices = new HashMap<>();
  private final Map<String, TreeSet<Seen>> byValue = new HashMap<>();
  private final TreeSet<Seen> candidates = new TreeSet<>();
  private long steps;

  /**
   * @param least how many distinct values make a flag
   * @param valueOf gives the value of a transaction; one without a value is never flagged and never
   *     evidence
   */
  DistinctWatch(int least, Span within, Function<Seen, @Nullable String> valueOf) {
    this.least = least;
    this.within = within.millis();
    this.valueOf = valueOf;
  }

  @Override
  public void add(Seen seen, Consumer<Seen> found) {
    var value = valueOf.apply(seen);
    if (value == null) {
      return;
    }
    addEvidence(seen, value);
    if (isFound(seen, value)) {
      found.accept(seen);
    } else {
      candidates.add(seen);
    }
    findLater(seen, value, found);
  }

  @Override
  public void restore(Seen seen, boolean isFound) {
    var value = valueOf.apply(seen);
    if (value != null) {
      addEvidence(seen, value);
      if (!isFound) {
        candidates.add(seen);
      }
    }
  }

  @Override
  public void forgetBefore(long time) {
    var mark = Seen.markAt(time);
    candidates.headSet(mark).clear();
    for (var ofOneValue : byValue.values()) {
      ofOneValue.headSet(mark).clear();
    }
    byValue.values().removeIf(TreeSet::isEmpty);
    // A slice that is cut in two stays: whoever still asks for it asks for its second part only.
    slices.keySet().removeIf(it -> (it + 1) * within <= time);
  }

  @Override
  public long steps() {
    return steps;
  }

  private void addEvidence(Seen seen, String value) {
    slices.computeIfAbsent(sliceOf(seen), any -> new Slice()).add(seen, value);
    byValue.computeIfAbsent(value, any -> new TreeSet<>()).add(seen);
  }

  private long sliceOf(Seen seen) {
    return Math.floorDiv(seen.eventTime(), within);
  }

  private boolean isFound(Seen seen, String value) {
    var values = new HashSet<String>();
    values.add(value);
    var slice = slices.get(sliceOf(seen));
    if (slice != null) {
      for (var first : slice.byFirst) {
        steps++;
        if (values.size() >= least || !first.isBefore(seen)) {
          break;
        }
        values.add(valueOf.apply(first));
      }
    }
    var before = slices.get(sliceOf(seen) - 1);
    if (before != null) {
      for (var last : before.byLast.descendingSet()) {
        steps++;
        if (values.size() >= least || last.eventTime() < seen.eventTime() - within) {
          break;
        }
        values.add(valueOf.apply(last));
      }
    }
    return values.size() >= least;
  }

  /**
   * Looks again at the candidates in whose span the value is new. Those after the next transaction
   * with the value have had it, and so have those whose span reaches back to the previous one.
   */
  private void findLater(Seen seen, String value, Consumer<Seen> found) {
    var sameValue = byValue.get(value);
    var previous = sameValue == null ? null : sameValue.lower(seen);
    var next = sameValue == null ? null : sameValue.higher(seen);
    var from = seen;
    if (previous != null && previous.eventTime() + within >= seen.eventTime()) {
      from = Seen.markAt(previous.eventTime() + within + 1);
    }
    var end = Seen.markAt(seen.eventTime() + within + 1);
    if (next != null && next.isBefore(end)) {
      end = next;
    }
    if (!from.isBefore(end)) {
      return;
    }
    var affected = candidates.subSet(from, false, end, false).iterator();
    while (affected.hasNext()) {
      var candidate = affected.next();
      var itsValue = valueOf.apply(candidate);
      steps++;
      if (itsValue != null && isFound(candidate, itsValue)) {
        affected.remove();
        found.accept(candidate);
      }
    }
  }
}
