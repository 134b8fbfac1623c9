package io.vigil.pipelines.archive;

import io.vigil.pipelines.folders.OwnFiles;
import io.vigil.schemas.VigilVersion;
import io.vigil.schemas.parquet.ParquetRowWriter;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A file on its way into the archive. Rows go to a hidden file beside its place; then it takes its
 * name; then the entry claims it. Only the last step makes it part of the archive.
 *
 * @param <T> the record
 */
final class FileDraft<T> implements Closeable {

  /** A source that gives records to the file. */
  private record Source(String source, int partition) implements Comparable<Source> {
    @Override
    public int compareTo(Source other) {
      int order = source.compareTo(other.source);
      return order != 0 ? order : Integer.compare(partition, other.partition);
    }
  }

  private static final int BUFFER = 1 << 16;
  private static final int LENGTH_OF_RANDOM = 8;

  private final Archive archive;
  private final RowKind<T> rows;
  private final long hour;
  private final String name;
  private final Path draft;
  private final Path data;
  private final Path entry;
  private final Path entryDraft;
  private final ArchiveStep.Observer observer;
  private final Map<Source, OffsetSet> positions = new TreeMap<>();
  private final Map<Source, OffsetSet> purged = new TreeMap<>();
  private @Nullable FileTime archivedAt;
  private @Nullable ParquetRowWriter<T> writer;
  private boolean mayBeNamed;
  private long records;
  private long firstEventTime = Long.MAX_VALUE;
  private long lastEventTime = Long.MIN_VALUE;

  /**
   * @param stem what the name begins with
   * @param sequence its number, which no other file of this stem may have had
   */
  FileDraft(
      Archive archive,
      RowKind<T> rows,
      long hour,
      String stem,
      int sequence,
      ArchiveStep.Observer observer) {
    this.archive = archive;
    this.rows = rows;
    this.hour = hour;
    this.observer = observer;
    name = nameOf(stem, sequence);
    var unique = name + "-" + UUID.randomUUID().toString().substring(0, LENGTH_OF_RANDOM);
    data = archive.dataFolder(rows.kind(), hour).resolve(unique + ".parquet");
    draft = data.resolveSibling("." + data.getFileName() + ".tmp");
    entry = archive.entryFolder(rows.kind(), hour).resolve(name + Entries.SUFFIX);
    entryDraft = entry.resolveSibling("." + unique + Entries.SUFFIX + ".tmp");
  }

  static String nameOf(String stem, int sequence) {
    return "%s-%06d".formatted(stem, sequence);
  }

  /** Writes a row, unless its position is in this file already; says whether it did. */
  boolean add(T record) throws IOException {
    var position = rows.position().apply(record);
    var source = new Source(position.source(), position.partition());
    if (!positions.computeIfAbsent(source, any -> new OffsetSet()).add(position.offset())) {
      return false;
    }
    if (writer == null) {
      OwnFiles.createDirectories(data.getParent());
      writer =
          new ParquetRowWriter<>(
              rows.type(), new BufferedOutputStream(OwnFiles.newOutputStream(draft), BUFFER));
      observer.reached(ArchiveStep.DATA_BEGUN);
    }
    writer.write(record);
    records++;
    var time = rows.eventTime().apply(record);
    if (time != null) {
      firstEventTime = Math.min(firstEventTime, time);
      lastEventTime = Math.max(lastEventTime, time);
    }
    return true;
  }

  /** Leaves a row out, and remembers its position. */
  void purge(T record) {
    var position = rows.position().apply(record);
    purged
        .computeIfAbsent(
            new Source(position.source(), position.partition()), any -> new OffsetSet())
        .add(position.offset());
  }

  /** Remembers positions whose records are left out. */
  void purge(List<ArchivedPositions> gone) {
    for (var it : gone) {
      purged
          .computeIfAbsent(new Source(it.source(), it.partition()), any -> new OffsetSet())
          .addAll(it.ranges());
    }
  }

  /** Says that the rows are as old as files that they come from. */
  void setArchivedAt(FileTime time) {
    archivedAt = time;
  }

  long records() {
    return records;
  }

  /**
   * Makes the file part of the archive, if nobody has claimed its name.
   *
   * @param sequences the number that the entry remembers for each source
   * @return null if somebody has
   */
  @Nullable ArchivedFile commit(Sequences sequences, List<String> replaces) throws IOException {
    if (writer != null) {
      writer.close();
      commitData();
    }
    var file = describe(sequences, replaces);
    OwnFiles.createDirectories(entry.getParent());
    OwnFiles.create(entryDraft, EntryJson.write(file, archive.folder()));
    DurableFiles.sync(entryDraft);
    observer.reached(ArchiveStep.ENTRY_WRITTEN);
    mayBeNamed = true;
    boolean isOurs = DurableFiles.claim(entryDraft, entry);
    mayBeNamed = isOurs;
    if (isOurs) {
      syncParents(entry.getParent());
      observer.reached(ArchiveStep.ENTRY_NAMED);
      Files.deleteIfExists(entryDraft);
    }
    return isOurs ? file : null;
  }

  private void commitData() throws IOException {
    if (archivedAt != null) {
      Files.setLastModifiedTime(draft, archivedAt);
    }
    DurableFiles.sync(draft);
    observer.reached(ArchiveStep.DATA_WRITTEN);
    DurableFiles.move(draft, data);
    syncParents(data.getParent());
    observer.reached(ArchiveStep.DATA_NAMED);
  }

  private ArchivedFile describe(Sequences sequences, List<String> replaces) throws IOException {
    boolean hasTime = firstEventTime <= lastEventTime;
    return new ArchivedFile(
        name,
        (writer == null ? archive.folder() : data).toString(),
        rows.kind(),
        records,
        writer == null ? 0 : Files.size(data),
        rows.kind() == ArchiveKind.TRANSACTIONS ? Instant.ofEpochMilli(hour) : null,
        hasTime ? Instant.ofEpochMilli(firstEventTime) : null,
        hasTime ? Instant.ofEpochMilli(lastEventTime) : null,
        list(positions, sequences),
        VigilVersion.CURRENT,
        replaces,
        list(purged, sequences));
  }

  private static List<ArchivedPositions> list(
      Map<Source, OffsetSet> positions, Sequences sequences) {
    var list = new ArrayList<ArchivedPositions>();
    positions.forEach(
        (source, offsets) ->
            list.add(
                new ArchivedPositions(
                    source.source(),
                    source.partition(),
                    sequences.of(source.source(), source.partition()),
                    offsets.toRanges())));
    return list;
  }

  /** Folders of a new day must be on the disk as well. */
  private void syncParents(Path folder) throws IOException {
    for (var it = folder.getParent(); it.startsWith(archive.folder()); it = it.getParent()) {
      DurableFiles.syncFolder(it);
    }
  }

  /** Removes what has certainly not become part of the archive. */
  void discard() throws IOException {
    close();
    Files.deleteIfExists(draft);
    Files.deleteIfExists(entryDraft);
    if (!mayBeNamed) {
      Files.deleteIfExists(data);
    }
  }

  @Override
  public void close() throws IOException {
    if (writer != null) {
      writer.close();
    }
  }

  /** Which number the entry is to remember for a source. */
  @FunctionalInterface
  interface Sequences {
    int of(String source, int partition);
  }
}
