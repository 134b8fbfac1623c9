package io.vigil.transforms.spikes;

import io.vigil.schemas.Dimension;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes incidents out of the spikes of a key: a pure function of their set, whatever the order in
 * which they were found.
 *
 * <p>Spikes are confirmed in the order of time, so over confirmed spikes alone an incident only
 * ever grows at its end, and its id stays. Among provisional spikes an earlier one may still
 * appear, which gives an incident another id or joins two, or one may be retracted, which splits or
 * ends one: whoever shows provisional incidents computes them anew and withdraws the ids that are
 * gone.
 */
public final class Incidents {

  private Incidents() {}

  /**
   * The incidents in the order of time.
   *
   * @param spikes the counts of the spiking buckets of the key, by the start of the bucket, in
   *     ascending order
   */
  public static List<IncidentSoFar> of(
      SpikeSettings settings, Dimension dimension, String key, SortedMap<Long, Long> spikes) {
    return after(null, settings, dimension, key, spikes);
  }

  /**
   * The incidents in the order of time, of which the first is known already.
   *
   * @param first what the spikes before make of an incident; null if there are none
   * @param spikes those after it
   */
  static List<IncidentSoFar> after(
      @Nullable IncidentSoFar first,
      SpikeSettings settings,
      Dimension dimension,
      String key,
      SortedMap<Long, Long> spikes) {
    var incidents = new ArrayList<IncidentSoFar>();
    if (first != null) {
      incidents.add(first);
    }
    for (Map.Entry<Long, Long> spike : spikes.entrySet()) {
      long bucketStart = spike.getKey();
      long count = spike.getValue();
      int last = incidents.size() - 1;
      if (last >= 0 && incidents.get(last).takes(settings, bucketStart)) {
        incidents.set(last, incidents.get(last).with(settings, bucketStart, count));
      } else {
        incidents.add(IncidentSoFar.of(settings, dimension, key, bucketStart, count));
      }
    }
    return List.copyOf(incidents);
  }
}
