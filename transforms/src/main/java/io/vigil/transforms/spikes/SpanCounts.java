package io.vigil.transforms.spikes;

import io.vigil.schemas.Dimension;
import io.vigil.transforms.signals.SignalTally;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;

/**
 * About how often signals count in each of several spans that end with the same bucket: a card or a
 * moment once for each bucket, so there are not more of them.
 */
final class SpanCounts {

  private final long[] attempts;
  private final Map<String, Counted> signals = new HashMap<>();

  private record Counted(Measure measure, long[] counts) {}

  /**
   * Counts the signals that the last bucket has.
   *
   * @param spans ascending
   * @param end of the last bucket
   */
  SpanCounts(
      Dimension dimension, List<Duration> spans, NavigableMap<Long, SignalTally> recent, long end) {
    attempts = new long[spans.size()];
    for (var name : recent.lastEntry().getValue().signals().keySet()) {
      signals.put(name, new Counted(Measure.of(dimension, name), new long[spans.size()]));
    }
    if (signals.isEmpty()) {
      return;
    }
    int shortest = 0;
    for (var bucket : recent.descendingMap().entrySet()) {
      while (bucket.getKey() < end - spans.get(shortest).toMillis()) {
        shortest++;
        if (shortest == spans.size()) {
          break;
        }
      }
      if (shortest == spans.size()) {
        break;
      }
      add(bucket.getValue(), shortest);
    }
    addUp(attempts);
    signals.values().forEach(it -> addUp(it.counts));
  }

  private void add(SignalTally tally, int span) {
    attempts[span] += tally.attempts();
    for (var signal : tally.signals().entrySet()) {
      var counted = signals.get(signal.getKey());
      if (counted != null) {
        counted.counts[span] += counted.measure.of(signal.getValue());
      }
    }
  }

  /** What is in a span is in all longer ones. */
  private static void addUp(long[] counts) {
    for (int span = 1; span < counts.length; span++) {
      counts[span] += counts[span - 1];
    }
  }

  long attempts(int span) {
    return attempts[span];
  }

  /**
   * @param name of a signal that the last bucket has
   */
  long of(String name, int span) {
    return signals.get(name).counts[span];
  }
}
