package io.vigil.pipelines.reconcile;

import io.vigil.schemas.SourcePosition;
import java.util.Comparator;

/**
 * A partition of a topic, or a file.
 *
 * @param partition {@link SourcePosition#NO_PARTITION} for a file
 */
record Place(String source, int partition) implements Comparable<Place> {

  private static final Comparator<Place> ORDER =
      Comparator.comparing(Place::source).thenComparingInt(Place::partition);

  @Override
  public int compareTo(Place other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return partition == SourcePosition.NO_PARTITION ? source : source + "-" + partition;
  }
}
