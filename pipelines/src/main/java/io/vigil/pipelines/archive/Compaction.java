package io.vigil.pipelines.archive;

import io.vigil.pipelines.cli.FileProblem;
import io.vigil.pipelines.cli.Refusal;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Merges the small files of an archive: those of an hour with each other, and dead letters with
 * each other. Jobs may go on writing meanwhile; a second compaction is refused.
 *
 * <p>A merged file's entry says which entries it replaces, so the change is one step: before it the
 * old files count, after it the new one. Only then the old entries go, and then the old files. A
 * compaction that was killed in between leaves entries that mean nothing, and the next one removes
 * them before it does anything else.
 */
final class Compaction {

  /** As large as a merged file gets, whatever its records. */
  private static final long MOST_BYTES = 256L << 20;

  private static final String COMPACTED = "-compacted";
  private static final Pattern NAME = Pattern.compile("(.*)-(\\d{6,9})");

  /**
   * What a compaction has done.
   *
   * @param files how many there were
   * @param merged how many of them are gone
   * @param into how many took their place
   * @param records of the merged files
   */
  record Result(int files, int merged, int into, long records) {
    String line() {
      return "files=%d merged=%d into=%d records=%d left=%d"
          .formatted(files, merged, into, records, files - merged + into);
    }
  }

  private final Archive archive;
  private final int maxFileRecords;
  private final ArchiveStep.Observer observer;

  private Compaction(Archive archive, int maxFileRecords, ArchiveStep.Observer observer) {
    this.archive = archive;
    this.maxFileRecords = maxFileRecords;
    this.observer = observer;
  }

  static Compaction of(Archive archive, int maxFileRecords) {
    return observed(archive, maxFileRecords, step -> {});
  }

  static Compaction observed(Archive archive, int maxFileRecords, ArchiveStep.Observer observer) {
    return new Compaction(archive, maxFileRecords, observer);
  }

  /**
   * Runs it.
   *
   * @throws Refusal if there is no archive, a file of it is damaged, or a compaction is running
   */
  Result run() {
    archive.readManifest();
    try (var channel = FileChannel.open(archive.layout(), StandardOpenOption.WRITE);
        var lock = channel.tryLock()) {
      if (lock == null) {
        throw isRunning();
      }
      return runAlone();
    } catch (OverlappingFileLockException e) {
      throw isRunning();
    } catch (IOException e) {
      throw new Refusal("cannot compact " + archive + ": " + FileProblem.inWords(e), e);
    }
  }

  private Refusal isRunning() {
    return new Refusal("another compaction of " + archive + " is running");
  }

  private Result runAlone() throws IOException {
    new Sweep(archive).run();
    var manifest = archive.readManifest();
    int merged = 0;
    long records = 0;
    var bins = bins(manifest, maxFileRecords);
    for (var bin : bins) {
      var rows = RowKind.of(bin.get(0).kind());
      merged += bin.size();
      records += merge(bin, rows);
    }
    return new Result(manifest.files().size(), merged, bins.size(), records);
  }

  /** What would be merged, each list into one file. */
  static List<List<ArchivedFile>> bins(Manifest manifest, int maxFileRecords) {
    Map<String, List<ArchivedFile>> byHour = new TreeMap<>();
    for (var file : manifest.files()) {
      if (file.records() <= maxFileRecords / 2 && file.bytes() <= MOST_BYTES / 2) {
        byHour.computeIfAbsent(stemOf(file), any -> new ArrayList<>()).add(file);
      }
    }
    var bins = new ArrayList<List<ArchivedFile>>();
    byHour.values().forEach(small -> divide(small, maxFileRecords, bins));
    return bins;
  }

  private static void divide(
      List<ArchivedFile> small, int maxFileRecords, List<List<ArchivedFile>> into) {
    var bin = new ArrayList<ArchivedFile>();
    long records = 0;
    long bytes = 0;
    for (var file : small) {
      if (records + file.records() > maxFileRecords || bytes + file.bytes() > MOST_BYTES) {
        addBin(bin, into);
        bin = new ArrayList<>();
        records = 0;
        bytes = 0;
      }
      bin.add(file);
      records += file.records();
      bytes += file.bytes();
    }
    addBin(bin, into);
  }

  private static void addBin(List<ArchivedFile> bin, List<List<ArchivedFile>> into) {
    if (bin.size() > 1) {
      into.add(bin);
    }
  }

  private <T> long merge(List<ArchivedFile> files, RowKind<T> rows) throws IOException {
    long hour = hourOf(files.get(0));
    var names = files.stream().map(ArchivedFile::name).toList();
    var draft =
        new FileDraft<>(
            archive, rows, hour, stemOf(files.get(0)), nextSequence(rows.kind(), hour), observer);
    try {
      for (var file : files) {
        ArchivedRows.forEach(file, rows, draft::add);
      }
      var merged =
          draft.commit((source, partition) -> lastSequence(files, source, partition), names);
      if (merged == null) {
        throw isRunning();
      }
    } catch (IOException | Refusal e) {
      draft.discard();
      throw e;
    }
    var entries = archive.entryFolder(rows.kind(), hour);
    for (var name : names) {
      Files.deleteIfExists(entries.resolve(name + Entries.SUFFIX));
    }
    DurableFiles.syncFolder(entries);
    observer.reached(ArchiveStep.REPLACED_ENTRIES_REMOVED);
    for (var file : files) {
      Files.deleteIfExists(Path.of(file.path()));
    }
    return draft.records();
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
        .flatMap(it -> it.positions().stream())
        .filter(it -> it.partition() == partition && it.source().equals(source))
        .mapToInt(ArchivedPositions::sequence)
        .max()
        .orElseThrow();
  }

  private static String stemOf(ArchivedFile file) {
    return FileKey.stemOf(file.kind(), hourOf(file)) + COMPACTED;
  }

  private static long hourOf(ArchivedFile file) {
    var hour = file.hour();
    return hour == null ? 0 : hour.toEpochMilli();
  }

  /** Whether the name is one that only a compaction gives. */
  static boolean isCompacted(String stem) {
    return stem.endsWith(COMPACTED);
  }
}
