package io.vigil.transforms.spikes;

import io.vigil.schemas.Dimension;
import io.vigil.transforms.signals.Distinct;
import io.vigil.transforms.signals.Sample;
import io.vigil.transforms.signals.Signals;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Says which of two sightings explains the other. Mutable, as it remembers what it has added up;
 * belongs to one look at a desk.
 */
final class Causes {

  /** An excess may show later in a larger key. */
  private static final long NEAR = 60_000;

  /** Cards that are tried at the same merchants so soon after each other are one batch. */
  private static final long OF_A_BATCH = 900_000;

  private static final int SHARED_MERCHANTS = 2;

  /** The least part of all merchants of two cards that they share, if one of them is no spike. */
  private static final double ALIKE = 0.3;

  /** Where samples cannot tell, a case explains what is so many times smaller. */
  private static final int SMALL_PART = 8;

  /** Of the hundred parts that an attack may have, none stands out by chance. */
  private static final double STRIKING = 1e-4;

  private final JudgeSettings settings;

  /** The transactions with any signal. */
  private final Map<Sighting, Sample> samples = new IdentityHashMap<>();

  Causes(JudgeSettings settings) {
    this.settings = settings;
  }

  /** Whether the sighting is a part of the case. */
  boolean explains(Case larger, Sighting other) {
    return isOfABatch(larger, other)
        || other.episodeStart() < larger.end() + NEAR
            && covers(larger.last(), other, other.evidence().get(0));
  }

  private boolean isOfABatch(Case first, Sighting other) {
    return isCard(first.key())
        && isCard(other.key())
        && other.episodeStart() < first.end() + OF_A_BATCH
        && areAlike(
            first.last().episode().merchants(),
            other.episode().merchants(),
            settings.isSpike(other));
  }

  /** Everybody pays at the merchants that are known best: less than a spike must be more alike. */
  private static boolean areAlike(Distinct merchants, Distinct others, boolean isSpike) {
    int shared = merchants.shared(others);
    long all = merchants.size() + others.size() - shared;
    return shared >= SHARED_MERCHANTS && (isSpike || shared >= ALIKE * all);
  }

  /** Whether the case is a part of the sighting. */
  boolean explains(Sighting larger, Case other) {
    return larger.episodeStart() < other.end() && covers(larger, other.last(), other.strongest());
  }

  /** Whether the other one is like the larger one, and without what belongs to that no spike. */
  private boolean covers(Sighting larger, Sighting other, Evidence evidence) {
    boolean areCards = isCard(larger.key()) && isCard(other.key());
    return !areCards
        && !evidence.signal().equals(Signals.LARGE)
        && !standsOut(larger, other.key(), evidence)
        && evidence.observed() * (1 - partIn(larger, other, evidence))
            < unexplained(larger, other, evidence);
  }

  /**
   * How much may be left without the larger one. Half way to a spike is far beyond chance already:
   * a country in which many merchants are attacked is not explained by the one that is hit most.
   */
  private static double unexplained(Sighting larger, Sighting other, Evidence evidence) {
    boolean isPlaceOf =
        larger.key().dimension() == Dimension.MERCHANT
            && other.key().dimension() == Dimension.COUNTRY;
    return isPlaceOf ? (evidence.expected() + evidence.threshold()) / 2 : evidence.threshold();
  }

  private static boolean isCard(SpikeKey key) {
    return key.dimension() == Dimension.CARD;
  }

  /** Whether it would be striking even if its peers were as the larger one's transactions are. */
  private static boolean standsOut(Sighting larger, SpikeKey key, Evidence evidence) {
    if (key.dimension() == Dimension.CARD) {
      return larger.key().dimension() != Dimension.MERCHANT
          && larger.evidence().stream().noneMatch(it -> it.signal().equals(evidence.signal()));
    }
    var signal = larger.episode().signal(evidence.signal());
    double count = Measure.of(larger.key().dimension(), evidence.signal()).of(signal);
    double share = (count + 1) / (Math.max(count, larger.episode().attempts()) + 2.0);
    long attempts = Math.max(evidence.attempts(), evidence.observed());
    return new BetaBinomial(attempts, 1, 1 / share - 1).tail(evidence.observed()) <= STRIKING;
  }

  private double partIn(Sighting larger, Sighting other, Evidence evidence) {
    var all = samples.computeIfAbsent(larger, Causes::sample);
    double part = other.episode().signal(evidence.signal()).sample().partIn(all);
    boolean isMuchLarger =
        larger.episode().signal(evidence.signal()).count() > SMALL_PART * evidence.observed()
            && larger.evidence().stream().anyMatch(it -> it.signal().equals(evidence.signal()));
    return !Double.isNaN(part) ? part : isMuchLarger ? 1 : 0;
  }

  private static Sample sample(Sighting it) {
    var all = Sample.none();
    for (var signal : it.episode().signals().values()) {
      all = all.union(signal.sample());
    }
    return all;
  }
}
