package io.vigil.pipelines.archive;

import io.vigil.schemas.DeadLetter;
import io.vigil.schemas.Transaction;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes records into an archive, each position of a kind once, whatever happens.
 *
 * <p>The manifest decides: a record whose position is in it is not written again. The files of a
 * key (hour, source, partition) are numbered, and the number is claimed with the entry, by a step
 * of the file system that succeeds for one of all who try. Whoever loses has not seen the winner's
 * records; he looks again, and writes what is left. So it does no harm if a task that was given up
 * for dead is still writing, or if two runs archive the same records.
 *
 * <p>A crash leaves files that no entry names. They mean nothing to readers, and the next writer of
 * the key removes them, as soon as their number is taken. Each thread needs its own writer.
 */
public final class ArchiveWriter {

  /**
   * What became of some records.
   *
   * @param file that holds the new ones; null if there were none
   * @param already how many were in the archive before
   */
  record Written(@Nullable ArchivedFile file, long already) {}

  private final Archive archive;
  private final ArchiveStep.Observer observer;
  private final ManifestIndex index;
  private final Leftovers leftovers;

  private ArchiveWriter(Archive archive, ArchiveStep.Observer observer) {
    this.archive = archive;
    this.observer = observer;
    this.index = new ManifestIndex(archive);
    this.leftovers = new Leftovers(archive);
  }

  /** A writer to an archive, which is made if it is not there. */
  public static ArchiveWriter to(Archive archive) {
    return observed(archive, step -> {});
  }

  static ArchiveWriter observed(Archive archive, ArchiveStep.Observer observer) {
    archive.prepare();
    return new ArchiveWriter(archive, observer);
  }

  /**
   * Archives transactions, as one file for each hour, source and partition.
   *
   * @return the files that are new
   */
  public List<ArchivedFile> write(Iterable<Transaction> transactions) throws IOException {
    return writeAll(RowKind.TRANSACTIONS, transactions);
  }

  /** Archives dead letters, as one file for each source and partition. */
  public List<ArchivedFile> writeDeadLetters(Iterable<DeadLetter> deadLetters) throws IOException {
    return writeAll(RowKind.DEAD_LETTERS, deadLetters);
  }

  private <T> List<ArchivedFile> writeAll(RowKind<T> rows, Iterable<T> records) throws IOException {
    Map<FileKey, List<T>> byKey = new LinkedHashMap<>();
    records.forEach(it -> byKey.computeIfAbsent(rows.keyOf(it), any -> new ArrayList<>()).add(it));
    var files = new ArrayList<ArchivedFile>();
    for (var group : byKey.entrySet()) {
      var file = write(group.getKey(), rows, group.getValue()).file();
      if (file != null) {
        files.add(file);
      }
    }
    return files;
  }

  /**
   * Archives records of one key as one file.
   *
   * @param records can be gone through several times
   */
  <T> Written write(FileKey key, RowKind<T> rows, Iterable<T> records) throws IOException {
    index.refresh(archive.entryFolder(key.kind(), key.hour()));
    while (true) {
      int last = index.lastSequence(key);
      leftovers.remove(key.kind(), key.hour(), key.stem(), last);
      var attempt = attempt(key, last + 1, rows, records);
      if (attempt != null) {
        return attempt;
      }
      if (index.lastSequence(key) == last) {
        throw new IOException(
            "the manifest of %s has a file %s that it does not list"
                .formatted(archive, FileDraft.nameOf(key.stem(), last + 1)));
      }
    }
  }

  /** Tries to take that number; null if somebody else had it. */
  private <T> @Nullable Written attempt(
      FileKey key, int sequence, RowKind<T> rows, Iterable<T> records) throws IOException {
    observer.reached(ArchiveStep.MANIFEST_READ);
    var draft = new FileDraft<>(archive, rows, key.hour(), key.stem(), sequence, observer);
    ArchivedFile file = null;
    long already = 0;
    try {
      for (var record : records) {
        long offset = rows.position().apply(record).offset();
        if (index.contains(key.kind(), key.source(), key.partition(), offset)
            || !draft.add(record)) {
          already++;
        }
      }
      if (draft.records() == 0) {
        return new Written(null, already);
      }
      file = draft.commit((source, partition) -> sequence, List.of());
    } catch (NoSuchFileException e) {
      // Whoever took the number has removed what this attempt had written.
      draft.discard();
      index.refresh(archive.entryFolder(key.kind(), key.hour()));
      if (index.lastSequence(key) < sequence) {
        throw e;
      }
      return null;
    } catch (IOException e) {
      draft.discard();
      throw e;
    }
    index.refresh(archive.entryFolder(key.kind(), key.hour()));
    if (file == null) {
      draft.discard();
      return null;
    }
    leftovers.remove(key.kind(), key.hour(), key.stem(), sequence);
    observer.reached(ArchiveStep.LEFTOVERS_REMOVED);
    return new Written(file, already);
  }
}
