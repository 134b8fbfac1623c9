package io.vigil.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Lets one command at a time start or end a stack. */
final class FolderLock {

  static final String FILE = "lock";

  private FolderLock() {}

  /**
   * Does the work while the folder is locked.
   *
   * @throws StackException if it is locked already
   */
  static <T> T during(Path folder, Supplier<T> work) {
    try {
      createForOwner(folder);
      try (var channel =
          FileChannel.open(
              folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        // Closing the channel gives the lock back, and so does the end of the process.
        if (tryLock(channel) == null) {
          throw new StackException("another command is starting or ending the stack in " + folder);
        }
        return work.get();
      }
    } catch (IOException e) {
      throw new StackException("cannot use %s: %s".formatted(folder, e.getMessage()));
    }
  }

  /**
   * What lies in the folder is out of others' reach. One that is there already is left as it is.
   */
  private static void createForOwner(Path folder) throws IOException {
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }
}
