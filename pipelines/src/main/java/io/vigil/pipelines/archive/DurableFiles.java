package io.vigil.pipelines.archive;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Files that are whole and on the disk once they have their name. */
final class DurableFiles {

  private DurableFiles() {}

  /** Lets the content of a file reach the disk. */
  static void sync(Path file) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /** Lets the names in a folder reach the disk. */
  static void syncFolder(Path folder) throws IOException {
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Gives the file another name in the same file system, for good. */
  static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    syncFolder(to.getParent());
  }

  /**
   * Gives a file that is written its name, if nothing has that name yet. Of all who try it at the
   * same time one succeeds.
   *
   * @return whether it was this one
   */
  static boolean claim(Path draft, Path name) throws IOException {
    try {
      Files.createLink(name, draft);
    } catch (FileAlreadyExistsException e) {
      return false;
    }
    syncFolder(name.getParent());
    return true;
  }

  /** Writes a file that appears whole, or leaves the one that is there. */
  static void createOnce(Path file, byte[] bytes) throws IOException {
    var draft = file.resolveSibling("." + file.getFileName() + ".tmp");
    try {
      if (!Files.exists(file)) {
        Files.write(draft, bytes);
        sync(draft);
        claim(draft, file);
      }
      Files.deleteIfExists(draft);
    } catch (NoSuchFileException e) {
      // Another one who does the same has removed the draft.
      if (!Files.exists(file)) {
        throw e;
      }
    }
  }
}
