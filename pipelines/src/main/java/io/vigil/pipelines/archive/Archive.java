package io.vigil.pipelines.archive;

import io.vigil.pipelines.cli.FileProblem;
import io.vigil.pipelines.cli.Refusal;
import io.vigil.pipelines.folders.OwnFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Set;

/**
 * An archive in a folder: data files, and a manifest with an entry for each. A data file without an
 * entry does not exist for readers.
 *
 * <pre>
 * transactions/date=2026-03-01/hour=07/NAME.parquet
 * dead_letters/NAME.parquet
 * manifest/layout.json
 * manifest/date=2026-03-01/NAME.json
 * manifest/dead_letters/NAME.json
 * </pre>
 */
public final class Archive {

  private static final String MANIFEST = "manifest";
  private static final String LAYOUT = "layout.json";
  private static final String LAYOUT_TEXT = "{\"layout\":1}\n";
  private static final Set<String> CONTENTS =
      Set.of(MANIFEST, ArchiveKind.TRANSACTIONS.word(), ArchiveKind.DEAD_LETTERS.word());
  private static final DateTimeFormatter DATE_AND_HOUR =
      DateTimeFormatter.ofPattern("'date='uuuu-MM-dd/'hour='HH").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("'date='uuuu-MM-dd").withZone(ZoneOffset.UTC);

  private final Path folder;

  private Archive(Path folder) {
    this.folder = folder;
  }

  /** The archive in that folder; whether there is one is seen when it is used. */
  public static Archive at(Path folder) {
    return new Archive(folder.toAbsolutePath().normalize());
  }

  public Path folder() {
    return folder;
  }

  /**
   * Reads which files there are.
   *
   * @throws Refusal if there is no archive, it cannot be read, or an entry is damaged, which is
   *     named
   */
  public Manifest readManifest() {
    if (!Files.isDirectory(folder)) {
      throw new Refusal(
          folder + (Files.exists(folder) ? " is not a directory" : " does not exist: no archive"));
    }
    if (!Files.isRegularFile(layout())) {
      throw new Refusal(folder + " is not an archive: it has no " + MANIFEST + "/" + LAYOUT);
    }
    checkLayout();
    return Manifest.read(this);
  }

  /** The manifest, which is empty if there is no archive yet. */
  Manifest manifestIfAny() {
    return Files.exists(layout()) ? readManifest() : Manifest.empty();
  }

  /**
   * Checks that the folder is an archive, or can become one, and changes nothing.
   *
   * @throws Refusal if not
   */
  public void check() {
    if (!Files.exists(folder)) {
      var parent = folder;
      while (parent != null && !Files.exists(parent)) {
        parent = parent.getParent();
      }
      if (parent == null || !Files.isDirectory(parent) || !Files.isWritable(parent)) {
        throw new Refusal("cannot write to " + folder + ": cannot make it in " + parent);
      }
      return;
    }
    if (!Files.isDirectory(folder)) {
      throw new Refusal(folder + " is not a directory");
    }
    if (!Files.isWritable(folder)) {
      throw new Refusal("cannot write to " + folder + ": permission denied");
    }
    if (Files.exists(layout())) {
      checkLayout();
      return;
    }
    try (var contents = Files.list(folder)) {
      contents
          .map(it -> it.getFileName().toString())
          .filter(it -> !CONTENTS.contains(it))
          .findFirst()
          .ifPresent(
              it -> {
                throw new Refusal(folder + " is not an archive: it holds " + it);
              });
    } catch (IOException e) {
      throw new Refusal("cannot look into " + folder + ": " + FileProblem.inWords(e), e);
    }
  }

  /** Makes the folders of an archive, unless they are there. */
  public void prepare() {
    check();
    try {
      for (var content : CONTENTS) {
        OwnFiles.createDirectories(folder.resolve(content));
      }
      DurableFiles.createOnce(layout(), LAYOUT_TEXT.getBytes(StandardCharsets.UTF_8));
    } catch (UnsupportedOperationException e) {
      throw new Refusal(
          "cannot write to " + folder + ": an archive needs a file system with hard links", e);
    } catch (IOException e) {
      throw new Refusal("cannot write to " + folder + ": " + FileProblem.inWords(e), e);
    }
  }

  private void checkLayout() {
    String text;
    try {
      text = Files.readString(layout());
    } catch (IOException e) {
      throw new Refusal("cannot read " + layout() + ": " + FileProblem.inWords(e), e);
    }
    if (!text.equals(LAYOUT_TEXT)) {
      throw new Refusal(layout() + ": an archive of this layout needs another Vigil");
    }
  }

  Path layout() {
    return manifest().resolve(LAYOUT);
  }

  Path manifest() {
    return folder.resolve(MANIFEST);
  }

  /** Where the data files of that kind and hour are. */
  Path dataFolder(ArchiveKind kind, long hour) {
    var all = folder.resolve(kind.word());
    return switch (kind) {
      case TRANSACTIONS -> all.resolve(DATE_AND_HOUR.format(Instant.ofEpochMilli(hour)));
      case DEAD_LETTERS -> all;
    };
  }

  /** Where the entries of that kind and day are. */
  Path entryFolder(ArchiveKind kind, long hour) {
    return switch (kind) {
      case TRANSACTIONS -> manifest().resolve(DATE.format(Instant.ofEpochMilli(hour)));
      case DEAD_LETTERS -> manifest().resolve(kind.word());
    };
  }

  @Override
  public String toString() {
    return folder.toString();
  }
}
