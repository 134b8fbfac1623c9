package io.vigil.pipelines.folders;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Makes files and folders that nobody but their owner can read, whatever the process was started
 * with: its umask may only take more away. What lies in such a folder is out of others' reach, too.
 */
public final class OwnFiles {

  private OwnFiles() {}

  /** Makes a folder and those above it that are not there. One that is there stays as it is. */
  public static void createDirectories(Path folder) throws IOException {
    try {
      Files.createDirectories(folder, attributes(folder, "rwx------"));
    } catch (FileAlreadyExistsException e) {
      // A link to a folder is as good as one.
      if (!Files.isDirectory(folder)) {
        throw e;
      }
    }
  }

  /** Begins a file that must not be there yet. */
  public static OutputStream newOutputStream(Path file) throws IOException {
    return Channels.newOutputStream(
        Files.newByteChannel(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            attributes(file, "rw-------")));
  }

  /** Writes a file that must not be there yet. */
  public static void create(Path file, byte[] bytes) throws IOException {
    try (var out = newOutputStream(file)) {
      out.write(bytes);
    }
  }

  private static FileAttribute<?>[] attributes(Path path, String permissions) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
