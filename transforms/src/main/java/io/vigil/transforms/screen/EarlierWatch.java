package io.vigil.transforms.screen;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds transactions that have at least so many pieces of evidence before them, within a span.
 * Evidence counts for candidates of the same key.
 *
 * <p>Taking a transaction costs O(log n) and as many steps as the rule asks for evidence, and a
 * share of the candidates that it counts for; see {@link Watch} for why these are few.
 */
final class EarlierWatch implements Watch {

  private static final class Lane {
    final TreeSet<Seen> evidence = new TreeSet<>();
    final TreeSet<Seen> candidates = new TreeSet<>();
  }

  private final int least;
  private final long within;
  private final Function<Seen, @Nullable String> evidenceKey;
  private final Function<Seen, @Nullable String> candidateKey;
  private final Map<String, Lane> lanes = new HashMap<>();
  private long steps;

  /**
   * @param least how much evidence makes a flag
   * @param evidenceKey gives the key under which a transaction is evidence; null if it is none
   * @param candidateKey gives the key of the evidence that can flag a transaction; null if none can
   */
  EarlierWatch(
      int least,
      Span within,
      Function<Seen, @Nullable String> evidenceKey,
      Function<Seen, @Nullable String> candidateKey) {
    this.least = least;
    this.within = within.millis();
    this.evidenceKey = evidenceKey;
    this.candidateKey = candidateKey;
  }

  @Override
  public void add(Seen seen, Consumer<Seen> found) {
    var candidate = candidateKey.apply(seen);
    if (candidate != null) {
      var lane = lane(candidate);
      if (isFound(seen, lane)) {
        found.accept(seen);
      } else {
        lane.candidates.add(seen);
      }
    }
    var evidence = evidenceKey.apply(seen);
    if (evidence != null) {
      var lane = lane(evidence);
      lane.evidence.add(seen);
      findLater(seen, lane, found);
    }
  }

  @Override
  public void restore(Seen seen, boolean isFound) {
    var candidate = candidateKey.apply(seen);
    if (candidate != null && !isFound) {
      lane(candidate).candidates.add(seen);
    }
    var evidence = evidenceKey.apply(seen);
    if (evidence != null) {
      lane(evidence).evidence.add(seen);
    }
  }

  @Override
  public void forgetBefore(long time) {
    var mark = Seen.markAt(time);
    for (var lane : lanes.values()) {
      lane.evidence.headSet(mark).clear();
      lane.candidates.headSet(mark).clear();
    }
    lanes.values().removeIf(it -> it.evidence.isEmpty() && it.candidates.isEmpty());
  }

  @Override
  public long steps() {
    return steps;
  }

  private Lane lane(String key) {
    return lanes.computeIfAbsent(key, any -> new Lane());
  }

  /** Walks back from the transaction until there is enough evidence, or none left in the span. */
  private boolean isFound(Seen seen, Lane lane) {
    int count = 0;
    for (var earlier : lane.evidence.headSet(seen, false).descendingSet()) {
      steps++;
      if (earlier.eventTime() < seen.eventTime() - within) {
        return false;
      }
      if (++count == least) {
        return true;
      }
    }
    return false;
  }

  /** Looks again at the candidates that the new evidence counts for. */
  private void findLater(Seen seen, Lane lane, Consumer<Seen> found) {
    var end = Seen.markAt(seen.eventTime() + within + 1);
    var candidates = lane.candidates.subSet(seen, false, end, false).iterator();
    if (!candidates.hasNext()) {
      return;
    }
    var latest = latest(seen, lane);
    var later = lane.evidence.tailSet(seen, false).iterator();
    var next = later.hasNext() ? later.next() : null;
    while (candidates.hasNext()) {
      var candidate = candidates.next();
      steps++;
      while (next != null && next.isBefore(candidate)) {
        steps++;
        latest.addLast(next);
        if (latest.size() > least && latest.removeFirst().equals(seen)) {
          // From here on there is enough evidence after the new one, which therefore adds nothing.
          return;
        }
        next = later.hasNext() ? later.next() : null;
      }
      if (latest.size() == least
          && latest.getFirst().eventTime() >= candidate.eventTime() - within) {
        candidates.remove();
        found.accept(candidate);
      }
    }
  }

  /** The evidence up to this piece, the latest last, and no more than the rule asks for. */
  private ArrayDeque<Seen> latest(Seen seen, Lane lane) {
    var latest = new ArrayList<Seen>();
    for (var earlier : lane.evidence.headSet(seen, true).descendingSet()) {
      steps++;
      latest.add(earlier);
      if (latest.size() == least) {
        break;
      }
    }
    Collections.reverse(latest);
    return new ArrayDeque<>(latest);
  }
}
