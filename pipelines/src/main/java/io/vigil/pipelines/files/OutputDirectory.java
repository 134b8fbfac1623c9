package io.vigil.pipelines.files;

import io.vigil.pipelines.cli.FileProblem;
import io.vigil.pipelines.cli.Refusal;
import io.vigil.pipelines.folders.ClaimedFolder;
import io.vigil.pipelines.folders.OwnFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import org.apache.commons.io.FileUtils;

/**
 * A directory of results that appears whole or not at all: it is filled in a place aside, next to
 * it, and takes its name only when everything is there. Closing it removes what was not published,
 * and so does the end of the JVM.
 */
public final class OutputDirectory implements AutoCloseable {

  private static final String STAGING = "tables";
  private static final String REPLACED = "replaced";

  private final Path target;
  private final ClaimedFolder aside;

  private OutputDirectory(Path target, ClaimedFolder aside) {
    this.target = target;
    this.aside = aside;
  }

  /**
   * Checks that the results may go there, without changing anything.
   *
   * @param tables the folders that the results consist of; only a directory that holds nothing else
   *     may be overwritten
   * @throws Refusal if it is a file, or not empty and not to be overwritten
   */
  public static void check(Path target, boolean overwrite, Set<String> tables) {
    if (!Files.exists(target)) {
      refuseHalfReplaced(target);
      return;
    }
    if (!Files.isDirectory(target)) {
      throw new Refusal("--output=" + target + " is not a directory");
    }
    try (var entries = Files.list(target)) {
      for (var entry : (Iterable<Path>) entries::iterator) {
        if (!overwrite) {
          throw new Refusal(
              "--output=" + target + " is not empty; --overwrite replaces what is there");
        }
        if (!tables.contains(entry.getFileName().toString())) {
          throw new Refusal(
              "--output="
                  + target
                  + " holds something that is not Vigil's and that --overwrite"
                  + " would delete: "
                  + entry.getFileName());
        }
      }
    } catch (IOException e) {
      throw new Refusal("cannot look into --output=" + target + ": " + FileProblem.inWords(e), e);
    }
  }

  /** A run that was killed in the one moment between two renames must not cost the old results. */
  private static void refuseHalfReplaced(Path target) {
    var absolute = target.toAbsolutePath().normalize();
    var name = nameAside(absolute);
    try (var siblings =
        Files.newDirectoryStream(
            absolute.getParent(), it -> it.getFileName().toString().startsWith(name))) {
      for (var aside : siblings) {
        var replaced = aside.resolve(REPLACED);
        if (Files.exists(replaced)) {
          throw new Refusal(
              "a run was killed while it replaced --output=%s: move %s back there, or delete it"
                  .formatted(target, replaced));
        }
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      // Nothing was ever there.
    } catch (IOException e) {
      throw new Refusal("cannot look beside --output=" + target + ": " + FileProblem.inWords(e), e);
    }
  }

  private static String nameAside(Path absolute) {
    return "." + absolute.getFileName() + ".unpublished-";
  }

  /** Makes the place aside, with an empty folder for each table. */
  public static OutputDirectory prepare(Path target, Set<String> tables) {
    var absolute = target.toAbsolutePath().normalize();
    try {
      var aside = ClaimedFolder.in(absolute.getParent(), nameAside(absolute));
      var directory = new OutputDirectory(absolute, aside);
      for (var table : tables) {
        OwnFiles.createDirectories(directory.staging().resolve(table));
      }
      return directory;
    } catch (IOException e) {
      throw new Refusal("cannot write to --output=" + target + ": " + FileProblem.inWords(e), e);
    }
  }

  /** Where the results are to be written. */
  public Path staging() {
    return aside.path().resolve(STAGING);
  }

  /** Lets the results appear in place of what was there. */
  public void publish() throws IOException {
    removeTemporaryFolders();
    var old = aside.path().resolve(REPLACED);
    boolean replaces = Files.exists(target);
    if (replaces) {
      Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
    }
    try {
      Files.move(staging(), target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (replaces) {
        Files.move(old, target, StandardCopyOption.ATOMIC_MOVE);
      }
      throw e;
    }
  }

  /** Beam leaves the folders in which it prepared its files. */
  private void removeTemporaryFolders() throws IOException {
    try (var folders = Files.walk(staging(), 2)) {
      for (var folder : folders.filter(it -> it.endsWith(".temp-beam")).toList()) {
        FileUtils.deleteDirectory(folder.toFile());
      }
    }
  }

  @Override
  public void close() {
    aside.close();
  }
}
