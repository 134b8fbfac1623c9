package io.vigil.transforms.spikes;

import io.vigil.schemas.Dimension;
import java.util.Collections;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the sightings known so far make of an incident. Immutable.
 *
 * @param key the key that explains it best
 * @param start first millisecond of the first span of that key
 * @param alarmedAt when the transaction happened that made it what it is
 * @param isFraud whether it looks like fraud
 * @param last the latest sighting of the key
 * @param evidence for each signal the least probable that was seen
 * @param spikes how many buckets of the key end with a spike
 * @param peak the highest count of a signal in one bucket, by signal
 * @param cards cards that it explains, with the most flags that each had in a span
 */
public record Case(
    SpikeKey key,
    long start,
    long alarmedAt,
    boolean isFraud,
    Sighting last,
    SortedMap<String, Evidence> evidence,
    long spikes,
    SortedMap<String, Peak> peak,
    SortedMap<String, Long> cards) {

  /** Two cards may spike together by chance. */
  private static final int LEAST_OTHERS = 2;

  private static final Comparator<Evidence> LEAST_PROBABLE =
      Comparator.comparingDouble(Evidence::probability).thenComparing(Evidence::signal);

  /** The highest count in a bucket. */
  public record Peak(long count, long bucketStart) {}

  public Case {
    evidence = Collections.unmodifiableSortedMap(evidence);
    peak = Collections.unmodifiableSortedMap(peak);
    cards = Collections.unmodifiableSortedMap(cards);
  }

  /** The case of a first sighting. */
  static Case of(Sighting sighting) {
    var empty =
        new Case(
            sighting.key(),
            sighting.episodeStart(),
            sighting.alarmedAt(),
            false,
            sighting,
            new TreeMap<>(),
            0,
            new TreeMap<>(),
            new TreeMap<>());
    return empty.plus(sighting);
  }

  /** With a later sighting of the key. */
  Case plus(Sighting sighting) {
    var best = new TreeMap<>(evidence);
    for (var it : sighting.evidence()) {
      best.merge(
          it.signal(), it, (old, more) -> more.probability() < old.probability() ? more : old);
    }
    var peaks = new TreeMap<>(peak);
    sighting
        .bucket()
        .signals()
        .forEach(
            (name, signal) ->
                peaks.merge(
                    name,
                    new Peak(signal.count(), sighting.bucketStart()),
                    (old, more) -> more.count() > old.count() ? more : old));
    boolean fraud = Kinds.isFraud(Kinds.of(key, sighting, best));
    return new Case(
        key,
        start,
        fraud == isFraud || spikes == 0 ? alarmedAt : sighting.alarmedAt(),
        fraud,
        sighting,
        best,
        spikes + 1,
        peaks,
        cards);
  }

  /** With the beginning of another one, which this one explains. */
  Case instead(Case other) {
    boolean isEarlier =
        other.alarmedAt < alarmedAt
            && other.alarmedAt >= start - Peers.HOUR
            && other.isFraud == isFraud;
    var all = new TreeMap<>(cards);
    other.cards.forEach((card, flags) -> all.merge(card, flags, Math::max));
    var it =
        new Case(
            key,
            start,
            isEarlier ? other.alarmedAt : alarmedAt,
            isFraud,
            last,
            evidence,
            spikes,
            peak,
            all);
    return it.explaining(other.last);
  }

  /** With a sighting of another key that it explains. */
  Case explaining(Sighting sighting) {
    if (sighting.key().dimension() != Dimension.CARD) {
      return this;
    }
    var all = new TreeMap<>(cards);
    all.merge(sighting.key().key(), sighting.evidence().get(0).observed(), Math::max);
    return new Case(key, start, alarmedAt, isFraud, last, evidence, spikes, peak, all);
  }

  /** Whether it is one of several cards that were stolen together. */
  boolean isOfABatch() {
    return key.dimension() == Dimension.CARD && cards.size() >= LEAST_OTHERS;
  }

  String id() {
    return SpikeIds.incident(key.dimension(), key.key(), start);
  }

  long end() {
    return last.bucketEnd();
  }

  /** The least probable evidence. */
  Evidence strongest() {
    return evidence.values().stream().min(LEAST_PROBABLE).orElseThrow();
  }
}
