package io.vigil.pipelines.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a task that writes remembers of the manifest. It reads each entry once, and looks again only
 * into folders that have changed. Entries that were replaced are no loss: their positions are in
 * those that replaced them.
 */
final class ManifestIndex {

  private record Source(ArchiveKind kind, String source, int partition) {}

  private final Archive archive;
  private final Map<Path, FileTime> seen = new HashMap<>();
  private final Map<Path, Set<Path>> known = new HashMap<>();
  private final Map<Source, OffsetSet> positions = new HashMap<>();
  private final Map<FileKey, Integer> sequences = new HashMap<>();

  ManifestIndex(Archive archive) {
    this.archive = archive;
  }

  /**
   * Takes in what is new.
   *
   * @param folder is looked into in any case: the clock of a disk may not tell two changes apart
   */
  void refresh(Path folder) throws IOException {
    for (var it : Entries.folders(archive)) {
      var modified = Files.getLastModifiedTime(it);
      if (it.equals(folder) || !modified.equals(seen.get(it))) {
        var entries = known.computeIfAbsent(it, any -> new HashSet<>());
        Entries.readNew(it, archive, entries).forEach(this::add);
        seen.put(it, modified);
      }
    }
  }

  private void add(ArchivedFile file) {
    var hour = file.hour();
    for (var it : file.known()) {
      var source = new Source(file.kind(), it.source(), it.partition());
      positions.computeIfAbsent(source, any -> new OffsetSet()).addAll(it.ranges());
      var key =
          new FileKey(
              file.kind(), hour == null ? 0 : hour.toEpochMilli(), it.source(), it.partition());
      sequences.merge(key, it.sequence(), Math::max);
    }
  }

  /** Whether a record of that kind is in the archive. */
  boolean contains(ArchiveKind kind, String source, int partition, long offset) {
    var there = positions.get(new Source(kind, source, partition));
    return there != null && there.contains(offset);
  }

  /** The number of the key's last file; 0 if it has none. */
  int lastSequence(FileKey key) {
    return sequences.getOrDefault(key, 0);
  }
}
