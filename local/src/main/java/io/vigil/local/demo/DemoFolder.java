package io.vigil.local.demo;

import io.vigil.local.Deletion;
import io.vigil.local.Installation;
import io.vigil.local.LocalStack;
import io.vigil.local.OwnProcess;
import io.vigil.local.StackException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Where the demo keeps all that it makes; one demo at a time. */
final class DemoFolder implements AutoCloseable {

  private final Path path;
  private final FileChannel lock;

  private DemoFolder(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Takes the folder for this process.
   *
   * @throws StackException if another demo is running in it
   */
  static DemoFolder take() {
    var path = Installation.home().resolve(".vigil/demo").toAbsolutePath().normalize();
    try {
      Files.createDirectories(path.getParent());
      // Beside the folder, which comes and goes. The end of the process gives the lock back.
      var lock =
          FileChannel.open(
              path.resolveSibling("demo.lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE);
      if (!isMine(lock)) {
        lock.close();
        throw new StackException("another demo is running in " + path);
      }
      return new DemoFolder(path, lock);
    } catch (IOException e) {
      throw new StackException("cannot use %s: %s".formatted(path, e.getMessage()));
    }
  }

  private static boolean isMine(FileChannel lock) throws IOException {
    try {
      return lock.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  Path path() {
    return path;
  }

  Path stack() {
    return path.resolve("stack");
  }

  Path log(String name) {
    return path.resolve("logs").resolve(name + ".log");
  }

  Path file(String name) {
    return path.resolve(name);
  }

  /** Whether an earlier demo, aborted or kept, has left something. */
  boolean holdsRemains() {
    return Files.exists(path);
  }

  /** The flag by which the traffic of an aborted demo is found again. */
  String trafficMark() {
    return "--truthOutput=" + file("traffic");
  }

  /** Where the truth about the day's payments appears. */
  Path truth() {
    return file("day");
  }

  /** The flag by which the day's payments of an aborted demo are found again. */
  String dayMark() {
    return "--truthOutput=" + truth();
  }

  /** The flag by which those who ask the database of an aborted demo are found again. */
  String databaseMark() {
    return "--jdbcPassword=file:" + stack().resolve("postgres/password");
  }

  /** Ends every process that belongs to this folder; its files stay. */
  void endProcesses() {
    for (var mark : List.of(trafficMark(), dayMark(), databaseMark())) {
      // The monitor and the dashboard carry the same one.
      for (var it = OwnProcess.find(mark); it.isPresent(); it = OwnProcess.find(mark)) {
        OwnProcess.kill(it.get(), mark);
      }
    }
    LocalStack.open(stack()).ifPresent(LocalStack::down);
  }

  /** Deletes what is in the folder, after {@link #endProcesses}. */
  void delete() {
    Deletion.of(path);
  }

  /** Makes the folder, empty. */
  void make() {
    try {
      Files.createDirectories(path.resolve("logs"));
    } catch (IOException e) {
      throw new StackException("cannot use %s: %s".formatted(path, e.getMessage()));
    }
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new StackException("cannot give back %s: %s".formatted(path, e.getMessage()));
    }
  }
}
