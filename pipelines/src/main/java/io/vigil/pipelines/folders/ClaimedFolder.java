package io.vigil.pipelines.folders;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.UUID;
import org.apache.commons.io.FileUtils;

/**
 * A new folder that only its owner can look into, and that belongs to this process: closing it
 * deletes it, and so does the end of the JVM. If the process is killed, whoever claims the next
 * folder of that name deletes it; never one whose process is alive.
 */
public final class ClaimedFolder implements AutoCloseable {

  private static final String LOCK = ".lock";

  private final Path path;
  private final Claim claim;
  private final Thread removal;

  private ClaimedFolder(Path path, Claim claim) {
    this.path = path;
    this.claim = claim;
    this.removal = new Thread(this::remove, "vigil-remove-" + path.getFileName());
  }

  /**
   * Makes one, and deletes those of this user that others have left behind.
   *
   * @param parent is made if it is not there
   * @param name how the names of all begin that are for the same
   */
  public static ClaimedFolder in(Path parent, String name) throws IOException {
    OwnFiles.createDirectories(parent);
    var real = parent.toRealPath();
    Path path;
    Claim claim;
    do {
      path = real.resolve(name + UUID.randomUUID());
      claim = Claim.onNew(lockOf(path));
    } while (claim == null);
    var folder = new ClaimedFolder(Files.createDirectory(path, ownerOnly()), claim);
    Runtime.getRuntime().addShutdownHook(folder.removal);
    sweep(real, name, Files.getOwner(path));
    return folder;
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  @Override
  public void close() {
    remove();
    Runtime.getRuntime().removeShutdownHook(removal);
  }

  private void remove() {
    // At the end of a JVM others may still write into it. What is left then the next run deletes.
    if (FileUtils.deleteQuietly(path.toFile()) || FileUtils.deleteQuietly(path.toFile())) {
      try {
        claim.end();
      } catch (IOException e) {
        // The lock ends with the process.
      }
    }
  }

  private static void sweep(Path parent, String name, UserPrincipal owner) throws IOException {
    try (var locks =
        Files.newDirectoryStream(
            parent,
            it -> {
              var found = it.getFileName().toString();
              return found.startsWith(name) && found.endsWith(LOCK);
            })) {
      for (var lock : locks) {
        if (isOf(owner, lock)) {
          sweep(lock, owner);
        }
      }
    }
  }

  private static void sweep(Path lock, UserPrincipal owner) {
    var file = lock.toString();
    var folder = Path.of(file.substring(0, file.length() - LOCK.length()));
    try {
      var claim = Claim.ofTheDead(lock);
      if (claim == null) {
        return;
      }
      if (!isOf(owner, folder) || FileUtils.deleteQuietly(folder.toFile())) {
        claim.end();
      } else {
        claim.release();
      }
    } catch (IOException e) {
      // Somebody else sweeps at the same time, or the next run will.
    }
  }

  /** In a folder that many write to, somebody else may give a link such a name. */
  private static boolean isOf(UserPrincipal owner, Path path) {
    try {
      return !Files.isSymbolicLink(path)
          && Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).equals(owner);
    } catch (IOException e) {
      return false;
    }
  }

  private static Path lockOf(Path folder) {
    return folder.resolveSibling(folder.getFileName() + LOCK);
  }

  private static FileAttribute<?>[] ownerOnly() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }
}
