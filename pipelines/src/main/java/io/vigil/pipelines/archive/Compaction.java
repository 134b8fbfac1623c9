package io.vigil.pipelines.archive;

import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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
   * @throws io.vigil.pipelines.cli.Refusal if there is no archive, a file of it is damaged, or a
   *     compaction is running
   */
  Result run() {
    return ArchiveLock.during(archive, "compact", this::runAlone);
  }

  private Result runAlone() throws IOException {
    new Sweep(archive).run();
    var manifest = archive.readManifest();
    int merged = 0;
    long records = 0;
    var bins = bins(manifest, maxFileRecords);
    for (var bin : bins) {
      merged += bin.size();
      records += new Replacement(archive, observer).merge(bin);
    }
    return new Result(manifest.files().size(), merged, bins.size(), records);
  }

  /** What would be merged, each list into one file. */
  static List<List<ArchivedFile>> bins(Manifest manifest, int maxFileRecords) {
    Map<String, List<ArchivedFile>> byHour = new TreeMap<>();
    for (var file : manifest.files()) {
      if (file.records() <= maxFileRecords / 2 && file.bytes() <= MOST_BYTES / 2) {
        byHour.computeIfAbsent(binOf(file), any -> new ArrayList<>()).add(file);
      }
    }
    var bins = new ArrayList<List<ArchivedFile>>();
    byHour.values().forEach(small -> divide(small, maxFileRecords, bins));
    return bins;
  }

  /**
   * Dead letters that were archived on one day stay together, so that they can be purged by days.
   */
  private static String binOf(ArchivedFile file) {
    var stem = Replacement.stemOf(file);
    return file.kind() == ArchiveKind.DEAD_LETTERS
        ? stem + LocalDate.ofInstant(ArchivedRows.archivedAt(file).toInstant(), ZoneOffset.UTC)
        : stem;
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

  /** Whether the name is one that only a compaction gives. */
  static boolean isCompacted(String stem) {
    return stem.endsWith(Replacement.COMPACTED);
  }
}
