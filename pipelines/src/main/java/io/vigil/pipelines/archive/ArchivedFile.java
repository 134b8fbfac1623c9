package io.vigil.pipelines.archive;

import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the manifest: a file, and what it holds. An entry of which all records were purged
 * has no file.
 *
 * @param name of the entry
 * @param path of the Parquet file, absolute; the archive's own if there is no file
 * @param kind what its rows are
 * @param records how many rows it has
 * @param bytes its size
 * @param hour when the hour of its event times begins; null for dead letters
 * @param firstEventTime the lowest in it; null if none is known
 * @param lastEventTime the highest in it; null if none is known
 * @param positions where its records were read first
 * @param vigilVersion which version of Vigil wrote it
 * @param replaces the entries that mean nothing any more, now that there is this one
 * @param purged where records were read first that were here and are not any more; they are not
 *     archived again
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
    List<String> replaces,
    List<ArchivedPositions> purged)
    implements Serializable {

  public ArchivedFile {
    positions = List.copyOf(positions);
    replaces = List.copyOf(replaces);
    purged = List.copyOf(purged);
    if ((kind == ArchiveKind.TRANSACTIONS) != (hour != null)) {
      throw new IllegalArgumentException("transactions have an hour, and dead letters none");
    }
    if (positions.stream().mapToLong(it -> it.ranges().count()).sum() != records) {
      throw new IllegalArgumentException("the ranges do not hold as many records as the file");
    }
  }

  /** Whether there are records, and so a file. */
  boolean hasData() {
    return records > 0;
  }

  /** Where records were read that are here, or were. */
  List<ArchivedPositions> known() {
    return Stream.concat(positions.stream(), purged.stream()).toList();
  }
}
