package io.vigil.pipelines.archive;

import io.vigil.pipelines.cli.Refusal;
import io.vigil.schemas.DeadLetter;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Removes from an archive what is older than a day: transactions that happened before it, hour by
 * hour; and dead letters that happened before it, or were archived before it.
 *
 * <p>Their positions stay in the manifest, so that nothing is archived a second time. Each hour
 * goes in one step. Jobs may go on writing meanwhile; what they add to old hours is for the next
 * purge. A purge that was killed leaves whole hours, and is started again.
 */
public final class ArchivePurge {

  /**
   * What was removed, or would be.
   *
   * @param transactions records that parsed
   * @param deadLetters records that did not
   */
  public record Result(long transactions, long deadLetters) {}

  private final Archive archive;
  private final Instant before;
  private final ArchiveStep.Observer observer;

  private ArchivePurge(Archive archive, LocalDate before, ArchiveStep.Observer observer) {
    this.archive = archive;
    this.before = before.atStartOfDay(ZoneOffset.UTC).toInstant();
    this.observer = observer;
  }

  /** Of what happened before that day (UTC). */
  public static ArchivePurge before(LocalDate day, Archive archive) {
    return observed(archive, day, step -> {});
  }

  static ArchivePurge observed(Archive archive, LocalDate day, ArchiveStep.Observer observer) {
    return new ArchivePurge(archive, day, observer);
  }

  /**
   * Removes it.
   *
   * @throws Refusal if there is no archive, or somebody else replaces files of it
   */
  public Result run() {
    return ArchiveLock.during(
        archive,
        "purge",
        () -> {
          new Sweep(archive).run();
          return purge(archive.readManifest(), new Replacement(archive, observer));
        });
  }

  /**
   * What would be removed now.
   *
   * @throws Refusal if there is no archive
   */
  public Result dryRun() throws IOException {
    var manifest = archive.readManifest();
    long transactions = 0;
    for (var files : oldHours(manifest)) {
      transactions += records(files);
    }
    long deadLetters = 0;
    for (var file : manifest.deadLetters()) {
      deadLetters += isOld(file) ? file.records() : countOld(file);
    }
    return new Result(transactions, deadLetters);
  }

  private Result purge(Manifest manifest, Replacement replacement) throws IOException {
    long transactions = 0;
    for (var files : oldHours(manifest)) {
      replacement.purge(files);
      transactions += records(files);
    }
    long deadLetters = 0;
    for (var file : manifest.deadLetters()) {
      if (isOld(file)) {
        replacement.purge(List.of(file));
        deadLetters += file.records();
      } else if (countOld(file) > 0) {
        long kept = replacement.keep(List.of(file), RowKind.DEAD_LETTERS, it -> !isOld(it));
        deadLetters += file.records() - kept;
      }
    }
    return new Result(transactions, deadLetters);
  }

  /** The entries of each hour before the day that still has files. */
  private List<List<ArchivedFile>> oldHours(Manifest manifest) {
    var byHour = new TreeMap<Instant, List<ArchivedFile>>();
    for (var entry : manifest.entries()) {
      if (entry.kind() == ArchiveKind.TRANSACTIONS
          && Objects.requireNonNull(entry.hour()).isBefore(before)) {
        byHour.computeIfAbsent(entry.hour(), any -> new ArrayList<>()).add(entry);
      }
    }
    return byHour.values().stream()
        .filter(entries -> entries.stream().anyMatch(ArchivedFile::hasData))
        .toList();
  }

  private long countOld(ArchivedFile file) throws IOException {
    var first = file.firstEventTime();
    if (first == null || !first.isBefore(before)) {
      return 0;
    }
    var count = new long[1];
    ArchivedRows.forEach(
        file,
        RowKind.DEAD_LETTERS,
        letter -> {
          if (isOld(letter)) {
            count[0]++;
          }
        });
    return count[0];
  }

  private boolean isOld(ArchivedFile deadLetters) {
    return ArchivedRows.archivedAt(deadLetters).toInstant().isBefore(before);
  }

  private boolean isOld(DeadLetter letter) {
    var time = letter.eventTime();
    return time != null && Instant.ofEpochMilli(time).isBefore(before);
  }

  private static long records(List<ArchivedFile> files) {
    return files.stream().mapToLong(ArchivedFile::records).sum();
  }
}
