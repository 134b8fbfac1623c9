package io.vigil.transforms.spikes;

import java.io.Serializable;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What decides whether a count is a spike, and which spikes are one incident. Every run that is to
 * give the same spikes must have the same settings.
 *
 * @param bucket the length of a bucket
 * @param spans the spans that are judged, ascending, each a multiple of the bucket; the longest is
 *     also how far back a baseline lies
 * @param falseAlarms a count is a spike if the probability of it or more is at most this
 * @param minimumCount fewer transactions with a signal are never a spike
 * @param minimumCards a signal on fewer cards is never one, but for the spikes of a card
 * @param warmUp from the first bucket of the history on, there are no spikes for so long
 * @param halfLife after this time a count weighs half as much in a baseline
 * @param newNormalAfter when a key has spiked for so long, that is what it is like
 * @param coolDown spikes belong to one incident if not more than this lies between the end of one
 *     and the start of the next
 * @param ofDeclines the names of the rules that flag what is declined again and again: of a card
 *     they are no evidence, but against that of other rules
 */
public record JudgeSettings(
    Duration bucket,
    List<Duration> spans,
    double falseAlarms,
    long minimumCount,
    long minimumCards,
    Duration warmUp,
    Duration halfLife,
    Duration newNormalAfter,
    Duration coolDown,
    SortedSet<String> ofDeclines)
    implements Serializable {

  /** What a key must remember for longer costs too much. */
  public static final Duration LONGEST_SPAN = Duration.ofHours(6);

  public static final JudgeSettings DEFAULTS =
      new JudgeSettings(
          Duration.ofSeconds(10),
          List.of(
              Duration.ofSeconds(10),
              Duration.ofMinutes(1),
              Duration.ofMinutes(5),
              Duration.ofMinutes(15),
              Duration.ofHours(1)),
          1e-9,
          5,
          4,
          Duration.ofHours(3),
          Duration.ofDays(3),
          Duration.ofHours(6),
          Duration.ofMinutes(30),
          new TreeSet<>());

  public JudgeSettings {
    spans = List.copyOf(spans);
    ofDeclines = Collections.unmodifiableSortedSet(new TreeSet<>(ofDeclines));
  }

  public JudgeSettings withOfDeclines(SortedSet<String> rules) {
    return new JudgeSettings(
        bucket,
        spans,
        falseAlarms,
        minimumCount,
        minimumCards,
        warmUp,
        halfLife,
        newNormalAfter,
        coolDown,
        rules);
  }

  long bucketMillis() {
    return bucket.toMillis();
  }

  /** Whether it is improbable enough; what is not may be a part of what is. */
  boolean isSpike(Sighting sighting) {
    return sighting.evidence().get(0).probability() <= falseAlarms;
  }

  /** A long span of a larger key shows what a smaller one is over with. */
  Duration remembered() {
    return coolDown.plus(spans.get(spans.size() - 1));
  }

  /** How far back a baseline lies. */
  long longestSpanMillis() {
    return spans.get(spans.size() - 1).toMillis();
  }
}
