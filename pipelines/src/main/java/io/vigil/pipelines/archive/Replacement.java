package io.vigil.pipelines.archive;

import io.vigil.pipelines.cli.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Puts one entry in the place of several of the same kind and hour. The new entry names those that
 * it replaces, so the change is one step: before it the old files count, after it the new one. Only
 * then the old entries go, and then the old files.
 */
record Replacement(Archive archive, ArchiveStep.Observer observer) {

  static final String COMPACTED = "-compacted";

  private static final Pattern NAME = Pattern.compile("(.*)-(\\d{6,9})");

  /**
   * Puts all their records into one file.
   *
   * @return how many records it has
   */
  long merge(List<ArchivedFile> files) throws IOException {
    return replace(files, RowKind.of(files.get(0).kind()), record -> true);
  }

  /**
   * Leaves out some of their records.
   *
   * @return how many records are left
   */
  <T> long keep(List<ArchivedFile> files, RowKind<T> rows, Predicate<T> isKept) throws IOException {
    return replace(files, rows, isKept);
  }

  /** Leaves out all of their records, without looking at them. */
  void purge(List<ArchivedFile> files) throws IOException {
    var first = files.get(0);
    var draft = draft(files, RowKind.of(first.kind()));
    files.forEach(file -> draft.purge(file.known()));
    commit(draft, files);
  }

  private <T> long replace(List<ArchivedFile> files, RowKind<T> rows, Predicate<T> isKept)
      throws IOException {
    var draft = draft(files, rows);
    try {
      for (var file : files) {
        draft.purge(file.purged());
        ArchivedRows.forEach(
            file,
            rows,
            record -> {
              if (isKept.test(record)) {
                draft.add(record);
              } else {
                draft.purge(record);
              }
            });
      }
      files.stream()
          .map(ArchivedRows::archivedAt)
          .max(Comparator.naturalOrder())
          .ifPresent(draft::setArchivedAt);
    } catch (IOException | Refusal e) {
      draft.discard();
      throw e;
    }
    commit(draft, files);
    return draft.records();
  }

  private <T> FileDraft<T> draft(List<ArchivedFile> files, RowKind<T> rows) throws IOException {
    long hour = hourOf(files.get(0));
    return new FileDraft<>(
        archive, rows, hour, stemOf(files.get(0)), nextSequence(rows.kind(), hour), observer);
  }

  private void commit(FileDraft<?> draft, List<ArchivedFile> files) throws IOException {
    var names = files.stream().map(ArchivedFile::name).toList();
    try {
      var entry =
          draft.commit((source, partition) -> lastSequence(files, source, partition), names);
      if (entry == null) {
        throw ArchiveLock.isHeld(archive);
      }
    } catch (IOException | Refusal e) {
      draft.discard();
      throw e;
    }
    var entries = archive.entryFolder(files.get(0).kind(), hourOf(files.get(0)));
    for (var name : names) {
      Files.deleteIfExists(entries.resolve(name + Entries.SUFFIX));
    }
    DurableFiles.syncFolder(entries);
    observer.reached(ArchiveStep.REPLACED_ENTRIES_REMOVED);
    for (var file : files) {
      if (file.hasData()) {
        Files.deleteIfExists(Path.of(file.path()));
      }
    }
  }

  private int nextSequence(ArchiveKind kind, long hour) throws IOException {
    var stem = FileKey.stemOf(kind, hour) + COMPACTED;
    int last = 0;
    for (var entry : Entries.in(archive.entryFolder(kind, hour))) {
      var name = NAME.matcher(Entries.nameOf(entry));
      if (name.matches() && name.group(1).equals(stem)) {
        last = Math.max(last, Integer.parseInt(name.group(2)));
      }
    }
    return last + 1;
  }

  private static int lastSequence(List<ArchivedFile> files, String source, int partition) {
    return files.stream()
        .flatMap(it -> it.known().stream())
        .filter(it -> it.partition() == partition && it.source().equals(source))
        .mapToInt(ArchivedPositions::sequence)
        .max()
        .orElseThrow();
  }

  /** What the name of an entry begins with that is to replace such ones. */
  static String stemOf(ArchivedFile file) {
    return FileKey.stemOf(file.kind(), hourOf(file)) + COMPACTED;
  }

  private static long hourOf(ArchivedFile file) {
    var hour = file.hour();
    return hour == null ? 0 : hour.toEpochMilli();
  }
}
