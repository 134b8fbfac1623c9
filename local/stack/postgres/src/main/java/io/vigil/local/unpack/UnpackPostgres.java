package io.vigil.local.unpack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * Unpacks an archive of PostgreSQL from the class path: {@code UnpackPostgres ARCHIVE FOLDER}. It
 * is a program of its own, so that nobody who uses the local stack has its libraries on the class
 * path.
 */
public final class UnpackPostgres {

  private static final int OWNER_MAY_RUN = 0100;

  private UnpackPostgres() {}

  /**
   * @param args the archive's name on the class path, and the folder for its contents
   * @throws IOException if the archive is not there, or the folder cannot be written
   */
  public static void main(String[] args) throws IOException {
    var folder = Path.of(args[1]);
    try (var packed = UnpackPostgres.class.getResourceAsStream("/" + args[0])) {
      if (packed == null) {
        throw new IOException(args[0] + " is not on the class path");
      }
      try (var archive = new TarArchiveInputStream(new XZCompressorInputStream(packed))) {
        for (var entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
          unpack(archive, entry, folder);
        }
      }
    }
  }

  private static void unpack(TarArchiveInputStream archive, TarArchiveEntry entry, Path folder)
      throws IOException {
    var target = folder.resolve(entry.getName()).normalize();
    if (!target.startsWith(folder)) {
      throw new IOException(entry.getName() + " would lie outside of " + folder);
    }
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Files.createDirectories(target.resolveSibling("."));
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
    } else if (entry.isLink()) {
      Files.createLink(target, folder.resolve(entry.getLinkName()));
    } else {
      Files.copy(archive, target);
      boolean isProgram = (entry.getMode() & OWNER_MAY_RUN) != 0;
      Files.setPosixFilePermissions(
          target, PosixFilePermissions.fromString(isProgram ? "rwxr-xr-x" : "rw-r--r--"));
    }
  }
}
