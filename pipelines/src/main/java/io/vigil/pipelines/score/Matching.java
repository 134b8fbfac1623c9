package io.vigil.pipelines.score;

import io.vigil.pipelines.score.Planted.Key;
import io.vigil.schemas.Incident;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Says whether an incident was told of what was planted. The rules stand in {@code docs/score.md}.
 *
 * @param tolerance so long after its end an attack may still be told
 */
record Matching(Duration tolerance) {

  /** How an incident and what was planted belong together. */
  enum Match {
    /** The incident names one of its keys, and one of its transactions. */
    RIGHT_KEY,
    /** The incident has another key, but at least half of the transactions it names. */
    OTHER_KEY,
    /** One of both, but told when it was long over. */
    TOO_LATE,
    NONE
  }

  Match of(Planted planted, Incident incident) {
    var key = relation(planted, incident);
    if (key == Match.NONE || !overlap(planted, incident)) {
      return Match.NONE;
    }
    return incident.alarmedAt() > planted.end() + tolerance.toMillis() ? Match.TOO_LATE : key;
  }

  private boolean overlap(Planted planted, Incident incident) {
    return incident.incidentStart() <= planted.end() + tolerance.toMillis()
        && incident.incidentEnd() >= planted.start();
  }

  private static Match relation(Planted planted, Incident incident) {
    var named = ids(incident);
    long shared = named.stream().filter(planted.ids()::contains).count();
    if (planted.keys().contains(key(incident))
        && (shared > 0 || planted.ids().isEmpty() || named.isEmpty())) {
      return Match.RIGHT_KEY;
    }
    return shared > 0 && 2 * shared >= named.size() ? Match.OTHER_KEY : Match.NONE;
  }

  /**
   * The key of an incident as the truth has it. Where tables name cards otherwise than the truth
   * does, here is the place to say so.
   */
  static Key key(Incident incident) {
    return new Key(incident.dimension().name().toLowerCase(Locale.ROOT), incident.key());
  }

  private static Set<String> ids(Incident incident) {
    return Arrays.stream(incident.transactionIds().split(","))
        .map(String::trim)
        .filter(it -> !it.isEmpty())
        .collect(Collectors.toSet());
  }
}
