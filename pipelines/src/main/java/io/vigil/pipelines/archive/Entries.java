package io.vigil.pipelines.archive;

import io.vigil.pipelines.cli.FileProblem;
import io.vigil.pipelines.cli.Refusal;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The entries of a manifest as files. */
final class Entries {

  static final String SUFFIX = ".json";

  private Entries() {}

  /** The folders that may hold entries. */
  static Set<Path> folders(Archive archive) throws IOException {
    var folders = new TreeSet<Path>();
    try (var found = Files.newDirectoryStream(archive.manifest(), Files::isDirectory)) {
      found.forEach(folders::add);
    } catch (NoSuchFileException | NotDirectoryException e) {
      return folders;
    }
    return folders;
  }

  /**
   * The entries of a folder at one moment. A folder that changes while it is being listed may show
   * one change and not an earlier one, so it is listed until nothing changes any more.
   */
  static Set<Path> in(Path folder) throws IOException {
    var entries = list(folder);
    for (var again = list(folder); !again.equals(entries); again = list(folder)) {
      entries = again;
    }
    return entries;
  }

  private static Set<Path> list(Path folder) throws IOException {
    var entries = new TreeSet<Path>();
    DirectoryStream.Filter<Path> isEntry =
        it -> {
          var name = it.getFileName().toString();
          return name.endsWith(SUFFIX) && !name.startsWith(".");
        };
    try (var found = Files.newDirectoryStream(folder, isEntry)) {
      found.forEach(entries::add);
    } catch (NoSuchFileException e) {
      return entries;
    }
    return entries;
  }

  /**
   * Reads the entries that are not known yet. One that goes meanwhile has been replaced, and then
   * the one that did so is there, too.
   */
  static List<ArchivedFile> readNew(Path folder, Archive archive, Set<Path> known)
      throws IOException {
    var files = new ArrayList<ArchivedFile>();
    boolean isWhole = false;
    while (!isWhole) {
      isWhole = true;
      for (var entry : in(folder)) {
        if (!known.contains(entry)) {
          var file = read(entry, archive);
          if (file.isPresent()) {
            files.add(file.get());
            known.add(entry);
          } else {
            isWhole = false;
          }
        }
      }
    }
    return files;
  }

  /**
   * What an entry says; nothing if it is gone.
   *
   * @throws Refusal if it is damaged
   */
  static Optional<ArchivedFile> read(Path entry, Archive archive) {
    try {
      return Optional.of(
          EntryJson.read(nameOf(entry), Files.readAllBytes(entry), archive.folder()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      throw new Refusal("the entry " + entry + " is damaged: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new Refusal("cannot read " + entry + ": " + FileProblem.inWords(e), e);
    }
  }

  static String nameOf(Path entry) {
    var name = entry.getFileName().toString();
    return name.substring(0, name.length() - SUFFIX.length());
  }
}
