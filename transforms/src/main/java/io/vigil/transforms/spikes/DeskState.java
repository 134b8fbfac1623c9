package io.vigil.transforms.spikes;

import io.vigil.schemas.Incident;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a desk has on it. Immutable.
 *
 * @param pending sightings of buckets that have not been judged for good
 * @param cases the incidents of closed buckets, as long as another sighting may join them
 * @param weak sightings of closed buckets that are no spikes, but may be a part of one
 * @param announced the incidents that were given out and are not final, by their id, and for a
 *     while those that were taken back
 * @param told the ids of spikes that were given out and are not final
 */
public record DeskState(
    List<Sighting> pending,
    List<Case> cases,
    List<Sighting> weak,
    SortedMap<String, Incident> announced,
    SortedSet<String> told) {

  public static final DeskState EMPTY =
      new DeskState(List.of(), List.of(), List.of(), new TreeMap<>(), new TreeSet<>());

  public DeskState {
    pending = List.copyOf(pending);
    cases = List.copyOf(cases);
    weak = List.copyOf(weak);
    announced = Collections.unmodifiableSortedMap(announced);
    told = Collections.unmodifiableSortedSet(told);
  }
}
