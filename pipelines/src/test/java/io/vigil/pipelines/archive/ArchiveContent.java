package io.vigil.pipelines.archive;

import io.vigil.schemas.DeadLetter;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.Transaction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What an archive holds, read file by file as its manifest says. */
public final class ArchiveContent {

  private static final DateTimeFormatter FOLDER =
      DateTimeFormatter.ofPattern("'transactions/date='uuuu-MM-dd'/hour='HH")
          .withZone(ZoneOffset.UTC);

  private final Archive archive;
  private final List<Transaction> transactions = new ArrayList<>();
  private final List<DeadLetter> deadLetters = new ArrayList<>();
  private final List<String> misplaced = new ArrayList<>();

  private ArchiveContent(Archive archive) {
    this.archive = archive;
  }

  public static ArchiveContent of(Archive archive) {
    var content = new ArchiveContent(archive);
    try {
      for (var file : archive.readManifest().files()) {
        content.add(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return content;
  }

  private void add(ArchivedFile file) throws IOException {
    switch (file.kind()) {
      case TRANSACTIONS -> ArchivedRows.forEach(file, RowKind.TRANSACTIONS, row -> add(file, row));
      case DEAD_LETTERS -> ArchivedRows.forEach(file, RowKind.DEAD_LETTERS, deadLetters::add);
    }
  }

  private void add(ArchivedFile file, Transaction row) {
    transactions.add(row);
    var wanted = FOLDER.format(Instant.ofEpochMilli(row.eventTime()));
    if (!Path.of(file.path()).getParent().equals(archive.folder().resolve(wanted))) {
      misplaced.add(row + " in " + file.path());
    }
  }

  /** The transactions by position; two at one position are an error. */
  public TreeMap<SourcePosition, Transaction> transactions() {
    return new TreeMap<>(
        transactions.stream().collect(Collectors.toMap(Transaction::source, it -> it)));
  }

  /** The dead letters by position; two at one position are an error. */
  public TreeMap<SourcePosition, DeadLetter> deadLetters() {
    return new TreeMap<>(
        deadLetters.stream().collect(Collectors.toMap(DeadLetter::source, it -> it)));
  }

  /** Rows that are not in the folder of their date and hour. */
  public List<String> misplaced() {
    return misplaced;
  }

  /** Files of the archive's folder that no reader of the manifest would look at. */
  public List<String> leftovers() {
    var manifest = archive.readManifest();
    try (var files = Files.walk(archive.folder())) {
      var wanted =
          manifest.entries().stream()
              .flatMap(it -> List.of(it.path(), entryOf(it)).stream())
              .collect(Collectors.toSet());
      return files
          .filter(Files::isRegularFile)
          .filter(it -> !it.equals(archive.layout()) && !wanted.contains(it.toString()))
          .map(it -> archive.folder().relativize(it).toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String entryOf(ArchivedFile file) {
    var hour = file.hour();
    return archive
        .entryFolder(file.kind(), hour == null ? 0 : hour.toEpochMilli())
        .resolve(file.name() + ".json")
        .toString();
  }
}
