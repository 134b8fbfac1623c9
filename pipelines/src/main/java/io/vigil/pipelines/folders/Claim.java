package io.vigil.pipelines.folders;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A lock on a file, by which a living process says that something is its own. The system takes it
 * away when the process ends, however that happens.
 */
final class Claim {

  /** Closing any channel of a file ends all locks of this process on it, so it is opened once. */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private Claim(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** A claim on a file that does not exist; null if somebody took it for an abandoned one. */
  static @Nullable Claim onNew(Path file) throws IOException {
    var claim = on(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    if (claim != null && Files.notExists(file)) {
      claim.release();
      return null;
    }
    return claim;
  }

  /** The claim of a process that is gone; null if it lives. */
  static @Nullable Claim ofTheDead(Path file) throws IOException {
    return on(file, Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
  }

  private static @Nullable Claim on(Path file, Set<OpenOption> options) throws IOException {
    if (!HELD.add(file)) {
      return null;
    }
    FileChannel channel = null;
    boolean isHeld = false;
    try {
      channel = FileChannel.open(file, options);
      isHeld = channel.tryLock() != null;
      return isHeld ? new Claim(file, channel) : null;
    } finally {
      if (!isHeld) {
        HELD.remove(file);
        if (channel != null) {
          channel.close();
        }
      }
    }
  }

  /** Gives it up for good, with its file. */
  void end() throws IOException {
    Files.deleteIfExists(file);
    release();
  }

  /** Leaves it to the next. */
  void release() throws IOException {
    channel.close();
    HELD.remove(file);
  }
}
