package io.vigil.transforms.spikes;

import io.vigil.transforms.signals.Sample;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the sightings known so far make of an incident. Immutable.
 *
 * @param key the key that explains it best
 * @param start first millisecond of the first span of that key
 * @param alarmedAt when the transaction happened that made it an incident
 * @param isFraud whether it looked like fraud then
 * @param last the latest sighting of the key
 * @param evidence for each signal the least probable that was seen
 * @param spikes how many buckets of the key end with a spike
 * @param peak the highest count of a signal in one bucket, by signal
 * @param facts of all sightings of the key
 */
public record Case(
    SpikeKey key,
    long start,
    long alarmedAt,
    boolean isFraud,
    Sighting last,
    SortedMap<String, Evidence> evidence,
    long spikes,
    SortedMap<String, Peak> peak) {

  /** The highest count in a bucket. */
  public record Peak(long count, long bucketStart) {}

  public Case {
    evidence = Collections.unmodifiableSortedMap(evidence);
    peak = Collections.unmodifiableSortedMap(peak);
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
        fraud && !isFraud && spikes > 0 ? sighting.alarmedAt() : alarmedAt,
        isFraud || fraud,
        sighting,
        best,
        spikes + 1,
        peaks);
  }

  /** With the beginning of another one, which this one explains. */
  Case explaining(Case other) {
    boolean isEarlier = other.alarmedAt < alarmedAt && (other.isFraud || !isFraud);
    return new Case(
        key, start, isEarlier ? other.alarmedAt : alarmedAt, isFraud, last, evidence, spikes, peak);
  }

  String id() {
    return SpikeIds.incident(key.dimension(), key.key(), start);
  }

  long end() {
    return last.bucketEnd();
  }

  /** The least probable evidence. */
  Evidence strongest() {
    Evidence strongest = null;
    for (var it : evidence.values()) {
      if (strongest == null || it.probability() < strongest.probability()) {
        strongest = it;
      }
    }
    return java.util.Objects.requireNonNull(strongest, "a case has evidence");
  }

  /** Whether most of what the sighting has too much of belongs to this case. */
  boolean explains(Sighting other) {
    var least = other.evidence().get(0);
    return explains(other, least);
  }

  private boolean explains(Sighting other, Evidence least) {
    var sample = other.episode().signal(least.signal()).sample();
    double excess = 1 - least.expected() / least.observed();
    double part = 0;
    for (var signal : last.episode().signals().values()) {
      part = Math.max(part, sample.partIn(signal.sample()));
    }
    return part >= excess / 2;
  }

  Sample sample() {
    return last.episode().signal(strongest().signal()).sample();
  }
}
