package io.vigil.pipelines.archive;

import io.vigil.schemas.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What an import of files has done, as the manifest says. The tasks only say what they have read,
 * and what they found in the archive; the rest must be in the manifest now, and have been missing
 * there before.
 */
record ImportReport(
    long read,
    long archived,
    long already,
    long deadLetters,
    long skipped,
    int files,
    Map<Reason, Long> reasons,
    Set<String> damages,
    Set<String> filesSetAside) {

  /**
   * What the tasks have counted.
   *
   * @param already those that were in the archive before
   * @param skipped those that the mapping does not mean
   */
  record Counted(long read, long already, long skipped) {}

  static ImportReport of(List<String> sources, Manifest before, Manifest after, Counted counted)
      throws IOException {
    var names = before.files().stream().map(ArchivedFile::name).collect(Collectors.toSet());
    var ours = new HashSet<>(sources);
    var files =
        after.files().stream()
            .filter(it -> !names.contains(it.name()) && it.replaces().isEmpty())
            .filter(it -> it.positions().stream().anyMatch(at -> ours.contains(at.source())))
            .toList();
    var reasons = new EnumMap<Reason, Long>(Reason.class);
    var damages = new TreeSet<String>();
    var filesSetAside = new TreeSet<String>();
    for (var file : files) {
      if (file.kind() == ArchiveKind.DEAD_LETTERS) {
        ArchivedRows.forEach(
            file,
            RowKind.DEAD_LETTERS,
            letter -> {
              reasons.merge(letter.reason(), 1L, Long::sum);
              var line = letter.source().source() + ": " + letter.message();
              if (letter.reason() == Reason.DAMAGED_FILE) {
                damages.add(line);
              } else if (letter.reason() == Reason.UNUSABLE_FILE) {
                filesSetAside.add(line);
              }
            });
      }
    }
    return new ImportReport(
        counted.read(),
        count(ArchiveKind.TRANSACTIONS, ours, after)
            - count(ArchiveKind.TRANSACTIONS, ours, before),
        counted.already(),
        count(ArchiveKind.DEAD_LETTERS, ours, after)
            - count(ArchiveKind.DEAD_LETTERS, ours, before),
        counted.skipped(),
        files.size(),
        reasons,
        damages,
        filesSetAside);
  }

  private static long count(ArchiveKind kind, Set<String> sources, Manifest manifest) {
    return manifest.files().stream()
        .filter(it -> it.kind() == kind)
        .flatMap(it -> it.positions().stream())
        .filter(it -> sources.contains(it.source()))
        .mapToLong(it -> it.ranges().count())
        .sum();
  }

  /** Whether each record that was read is in the archive. */
  boolean isWhole() {
    return read == archived + already + deadLetters + skipped;
  }

  /** What a person wants to know, the result last. */
  List<String> lines() {
    var lines = new ArrayList<String>();
    reasons.forEach((reason, count) -> lines.add("dead letters: %,d %s".formatted(count, reason)));
    damages.forEach(damage -> lines.add("damaged file: " + damage));
    filesSetAside.forEach(file -> lines.add("file set aside: " + file));
    if (!isWhole()) {
      lines.add("not whole: the archive has not gained what was read");
    }
    lines.add(
        "read=%d archived=%d already=%d dead_letters=%d %sfiles=%d"
            .formatted(
                read,
                archived,
                already,
                deadLetters,
                skipped == 0 ? "" : "skipped=" + skipped + " ",
                files));
    return lines;
  }
}
