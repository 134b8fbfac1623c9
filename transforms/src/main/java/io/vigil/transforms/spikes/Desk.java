package io.vigil.transforms.spikes;

import io.vigil.schemas.Incident;
import io.vigil.schemas.Spike;
import java.io.Serializable;
import java.util.List;

/**
 * Makes incidents of the sightings of all keys: one for each cause. There is one desk for the whole
 * stream. It has no state of its own; what is final depends on the set of final sightings alone.
 */
public final class Desk implements Serializable {

  private static final long serialVersionUID = 1;

  private final JudgeSettings settings;
  private final String detection;
  private final long generation;
  private final boolean announces;

  /**
   * @param detection a hash of the configuration, for the rows
   * @param generation for the rows
   * @param announces whether what is not final is given out
   */
  public Desk(JudgeSettings settings, String detection, long generation, boolean announces) {
    this.settings = settings;
    this.detection = detection;
    this.generation = generation;
    this.announces = announces;
  }

  /**
   * What a look at the desk gives.
   *
   * @param state what is on the desk afterwards
   * @param spikes rows that are new or have changed
   * @param incidents rows that are new or have changed
   */
  public record Judgement(DeskState state, List<Spike> spikes, List<Incident> incidents) {}

  /**
   * Takes sightings, in any order, and judges those of closed buckets for good, in the order of
   * time. All final sightings of a bucket must have been taken when it is closed here.
   *
   * @param closedBefore the start of the first bucket that is open
   */
  public Judgement take(DeskState state, List<Sighting> sightings, long closedBefore) {
    return new Judgement(state, List.of(), List.of());
  }

  /**
   * The start of a bucket whose closing changes something even if nothing more comes; {@link
   * Long#MAX_VALUE} if there is none.
   */
  public long nextChange(DeskState state) {
    return Long.MAX_VALUE;
  }

  @Override
  public String toString() {
    return "Desk[" + detection + ", " + generation + ", " + announces + ", " + settings + "]";
  }
}
