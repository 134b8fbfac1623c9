package io.vigil.pipelines.archive;

import io.vigil.pipelines.cli.FileProblem;
import io.vigil.pipelines.cli.Refusal;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;

/** Which files an archive had when it was asked, without those that others have replaced. */
public final class Manifest {

  private static final Comparator<ArchivedFile> ORDER = Comparator.comparing(ArchivedFile::name);

  private final List<ArchivedFile> entries;
  private final List<ArchivedFile> files;

  private Manifest(List<ArchivedFile> entries) {
    this.entries = entries;
    this.files = entries.stream().filter(ArchivedFile::hasData).toList();
  }

  static Manifest empty() {
    return new Manifest(List.of());
  }

  static Manifest read(Archive archive) {
    try {
      var entries = new ArrayList<ArchivedFile>();
      for (var folder : Entries.folders(archive)) {
        entries.addAll(Entries.readNew(folder, archive, new HashSet<>()));
      }
      return new Manifest(live(entries));
    } catch (IOException e) {
      throw new Refusal("cannot read " + archive.manifest() + ": " + FileProblem.inWords(e), e);
    }
  }

  private static List<ArchivedFile> live(List<ArchivedFile> entries) {
    var replaced = new HashSet<String>();
    entries.forEach(it -> replaced.addAll(it.replaces()));
    return entries.stream().filter(it -> !replaced.contains(it.name())).sorted(ORDER).toList();
  }

  /** All entries, those without a file, too, in the order of their names. */
  List<ArchivedFile> entries() {
    return entries;
  }

  /** All files, in the order of their names. */
  public List<ArchivedFile> files() {
    return files;
  }

  /** The transactions of the hours that begin in {@code [from, to)}. */
  public List<ArchivedFile> transactions(Instant from, Instant to) {
    return transactions().stream()
        .filter(it -> !hourOf(it).isBefore(from) && hourOf(it).isBefore(to))
        .toList();
  }

  /** All transactions. */
  public List<ArchivedFile> transactions() {
    return of(ArchiveKind.TRANSACTIONS);
  }

  public List<ArchivedFile> deadLetters() {
    return of(ArchiveKind.DEAD_LETTERS);
  }

  private List<ArchivedFile> of(ArchiveKind kind) {
    return files.stream().filter(it -> it.kind() == kind).toList();
  }

  /** The offsets of a partition that are in a file of that kind, or were until they were purged. */
  public OffsetRanges positions(ArchiveKind kind, String source, int partition) {
    return union(entries.stream().filter(it -> it.kind() == kind).toList(), source, partition);
  }

  /** The offsets of a partition that are in a file of any kind, or were until they were purged. */
  public OffsetRanges positions(String source, int partition) {
    return union(entries, source, partition);
  }

  /** The partitions of a topic of which something is there, or was. */
  public List<Integer> partitions(String source) {
    return entries.stream()
        .flatMap(it -> it.known().stream())
        .filter(it -> it.source().equals(source))
        .map(ArchivedPositions::partition)
        .sorted()
        .distinct()
        .toList();
  }

  private static OffsetRanges union(List<ArchivedFile> entries, String source, int partition) {
    var offsets = new OffsetSet();
    for (var entry : entries) {
      for (var positions : entry.known()) {
        if (positions.partition() == partition && positions.source().equals(source)) {
          offsets.addAll(positions.ranges());
        }
      }
    }
    return offsets.toRanges();
  }

  private static Instant hourOf(ArchivedFile file) {
    return Objects.requireNonNull(file.hour());
  }
}
