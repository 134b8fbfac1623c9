package io.vigil.pipelines.archive;

import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the manifest: a file, and what it holds.
 *
 * @param name of the entry
 * @param path of the Parquet file, absolute
 * @param kind what its rows are
 * @param records how many rows it has
 * @param bytes its size
 * @param hour when the hour of its event times begins; null for dead letters
 * @param firstEventTime the lowest in it; null if none is known
 * @param lastEventTime the highest in it; null if none is known
 * @param positions where its records were read first
 * @param vigilVersion which version of Vigil wrote it
 * @param replaces the entries that mean nothing any more, now that there is this one
 */
public record ArchivedFile(
    String name,
    String path,
    ArchiveKind kind,
    long records,
    long bytes,
    @Nullable Instant hour,
    @Nullable Instant firstEventTime,
    @Nullable Instant lastEventTime,
    List<ArchivedPositions> positions,
    String vigilVersion,
    List<String> replaces)
    implements Serializable {

  public ArchivedFile {
    positions = List.copyOf(positions);
    replaces = List.copyOf(replaces);
    if ((kind == ArchiveKind.TRANSACTIONS) != (hour != null)) {
      throw new IllegalArgumentException("transactions have an hour, and dead letters none");
    }
    if (positions.stream().mapToLong(it -> it.ranges().count()).sum() != records) {
      throw new IllegalArgumentException("the ranges do not hold as many records as the file");
    }
  }
}
