package io.vigil.transforms.spikes;

import io.vigil.schemas.Dimension;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes cases of sightings, bucket by bucket in the order of time: each is put to the case that
 * explains it, or begins one. Mutable; belongs to one look at a desk.
 */
final class Cases {

  /** The least probable first: what is explained best explains the others. */
  private static final Comparator<Sighting> ORDER =
      Comparator.<Sighting>comparingDouble(it -> it.evidence().get(0).probability())
          .thenComparing(it -> it.key().dimension())
          .thenComparing(it -> it.key().key());

  private final JudgeSettings settings;
  private final List<Case> open;
  private final List<Sighting> weak;
  private final Causes causes;

  Cases(JudgeSettings settings, List<Case> open, List<Sighting> weak) {
    this.weak = new ArrayList<>(weak);
    this.settings = settings;
    this.causes = new Causes(settings);
    this.open = new ArrayList<>(open);
  }

  List<Case> open() {
    return open;
  }

  /** Sightings that are no spikes, but may be a part of one. */
  List<Sighting> weak() {
    return weak;
  }

  /** The cases that no sighting of a bucket from that time on can join; they are taken out. */
  List<Case> over(long bucketStart) {
    var over = new ArrayList<Case>();
    for (var it : open) {
      if (it.end() + settings.remembered().toMillis() < bucketStart) {
        over.add(it);
      }
    }
    open.removeAll(over);
    weak.removeIf(it -> it.bucketEnd() + settings.longestSpanMillis() < bucketStart);
    return over;
  }

  /**
   * Takes the sightings of a bucket.
   *
   * @return the case of each, in the order of the sightings
   */
  void take(List<Sighting> ofBucket) {
    var sorted = new ArrayList<>(ofBucket);
    sorted.sort(ORDER);
    for (var sighting : sorted) {
      take(sighting);
    }
  }

  private void take(Sighting sighting) {
    var same = ofEpisode(sighting);
    if (same != null) {
      replace(same, same.plus(sighting));
      return;
    }
    var fresh = Case.of(sighting);
    var explained = new ArrayList<Case>();
    for (var it : open) {
      boolean isExplained = causes.explains(it, sighting);
      boolean isMoreSpecific = isMoreSpecific(sighting, it);
      boolean explains =
          (isMoreSpecific || isLessProbable(sighting, it)) && causes.explains(sighting, it);
      if (isExplained && !(explains && isMoreSpecific)) {
        replace(it, it.explaining(sighting));
        return;
      }
      if (explains) {
        explained.add(it);
      }
    }
    if (!settings.isSpike(sighting)) {
      weak.add(sighting);
      return;
    }
    for (var it : explained) {
      fresh = fresh.instead(it);
    }
    for (var it : weak) {
      if (causes.explains(fresh, it)) {
        fresh = fresh.explaining(it);
      }
    }
    open.removeAll(explained);
    open.add(fresh);
  }

  /** Of two keys that explain each other, the one with the smaller ordinary traffic is meant. */
  private static boolean isMoreSpecific(Sighting sighting, Case than) {
    double mine = ordinary(sighting);
    double its = ordinary(than.last());
    return mine != its
        ? mine < its
        : sighting.key().dimension() != Dimension.ALL && than.key().dimension() == Dimension.ALL;
  }

  private static boolean isLessProbable(Sighting sighting, Case than) {
    return sighting.evidence().get(0).probability() < than.strongest().probability();
  }

  private static double ordinary(Sighting it) {
    return it.key().dimension() == Dimension.CARD
        ? 0
        : it.expectedAttempts() * Peers.HOUR / (it.bucketEnd() - it.episodeStart());
  }

  private @Nullable Case ofEpisode(Sighting sighting) {
    for (var it : open) {
      if (it.key().equals(sighting.key()) && it.last().episodeStart() == sighting.episodeStart()) {
        return it;
      }
    }
    return null;
  }

  private void replace(Case old, Case by) {
    open.set(open.indexOf(old), by);
  }

  /** The case that the sighting belongs to; null if there is none. */
  @Nullable Case caseOf(Sighting sighting) {
    var same = ofEpisode(sighting);
    if (same != null) {
      return same;
    }
    for (var it : open) {
      if (causes.explains(it, sighting)) {
        return it;
      }
    }
    return null;
  }
}
