package io.vigil.pipelines.files;

import io.vigil.pipelines.cli.FileProblem;
import io.vigil.pipelines.cli.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.UUID;
import org.apache.commons.io.FileUtils;

/**
 * A directory of results that appears whole or not at all: it is filled in a place aside, next to
 * it, and takes its name only when everything is there. Closing it removes what was not published,
 * and so does the end of the JVM.
 */
public final class OutputDirectory implements AutoCloseable {

  private final Path target;
  private final Path staging;
  private final Thread removal;

  private OutputDirectory(Path target, Path staging) {
    this.target = target;
    this.staging = staging;
    this.removal = new Thread(this::removeStaging, "vigil-remove-unpublished");
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

  /** Makes the place aside, with an empty folder for each table. */
  public static OutputDirectory prepare(Path target, Set<String> tables) {
    var absolute = target.toAbsolutePath().normalize();
    var staging =
        absolute.resolveSibling("." + absolute.getFileName() + ".unpublished-" + UUID.randomUUID());
    try {
      for (var table : tables) {
        OwnFiles.createDirectories(staging.resolve(table));
      }
    } catch (IOException e) {
      throw new Refusal("cannot write to --output=" + target + ": " + FileProblem.inWords(e), e);
    }
    var directory = new OutputDirectory(absolute, staging);
    Runtime.getRuntime().addShutdownHook(directory.removal);
    return directory;
  }

  /** Where the results are to be written. */
  public Path staging() {
    return staging;
  }

  /** Lets the results appear in place of what was there. */
  public void publish() throws IOException {
    removeTemporaryFolders();
    var old = target.resolveSibling("." + target.getFileName() + ".replaced-" + UUID.randomUUID());
    boolean replaces = Files.exists(target);
    if (replaces) {
      Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
    }
    try {
      Files.move(staging, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (replaces) {
        Files.move(old, target, StandardCopyOption.ATOMIC_MOVE);
      }
      throw e;
    }
    if (replaces) {
      FileUtils.deleteDirectory(old.toFile());
    }
  }

  /** Beam leaves the folders in which it prepared its files. */
  private void removeTemporaryFolders() throws IOException {
    try (var folders = Files.walk(staging, 2)) {
      for (var folder : folders.filter(it -> it.endsWith(".temp-beam")).toList()) {
        FileUtils.deleteDirectory(folder.toFile());
      }
    }
  }

  @Override
  public void close() {
    removeStaging();
    Runtime.getRuntime().removeShutdownHook(removal);
  }

  private void removeStaging() {
    FileUtils.deleteQuietly(staging.toFile());
  }
}
