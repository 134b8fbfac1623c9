package io.vigil.pipelines.score;

import io.vigil.pipelines.cli.Refusal;
import io.vigil.pipelines.results.ResultTables;
import io.vigil.pipelines.tables.Tables;
import io.vigil.schemas.Incident;
import io.vigil.schemas.Spike;
import java.util.List;

/**
 * What a run has told: the incidents that stand, and the spikes of which they are made.
 *
 * @param incidents those that are confirmed
 */
record Told(List<Incident> incidents, List<Spike> spikes) {

  Told {
    incidents = incidents.stream().filter(it -> it.state() == Spike.State.CONFIRMED).toList();
    spikes = spikes.stream().filter(it -> it.state() == Spike.State.CONFIRMED).toList();
    if (incidents.stream().anyMatch(it -> it.kind() == Incident.Kind.UNKNOWN)) {
      throw new Refusal(
          "the incidents are of a version that did not say their kind, nor when they were raised");
    }
  }

  /**
   * Reads the tables.
   *
   * @throws io.vigil.pipelines.cli.Refusal if they are not there, or cannot be read
   */
  static Told of(ResultTables tables) {
    return new Told(tables.list(Tables.INCIDENTS), tables.list(Tables.SPIKES));
  }
}
