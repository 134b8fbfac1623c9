package io.vigil.pipelines.archive;

import io.vigil.pipelines.cli.FileProblem;
import io.vigil.pipelines.cli.Refusal;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;

/** Lets one at a time replace the files of an archive. Writers do not need it. */
final class ArchiveLock {

  private ArchiveLock() {}

  /** What is done meanwhile. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException;
  }

  /**
   * Does the work while nobody else replaces files. The lock goes with the process.
   *
   * @param verb what the work does to the archive, in messages
   * @throws Refusal if there is no archive, or somebody else is at work
   */
  static <T> T during(Archive archive, String verb, Work<T> work) {
    archive.readManifest();
    try (var channel = FileChannel.open(archive.layout(), StandardOpenOption.WRITE);
        var lock = channel.tryLock()) {
      if (lock == null) {
        throw isHeld(archive);
      }
      return work.run();
    } catch (OverlappingFileLockException e) {
      throw isHeld(archive);
    } catch (IOException e) {
      throw new Refusal("cannot " + verb + " " + archive + ": " + FileProblem.inWords(e), e);
    }
  }

  static Refusal isHeld(Archive archive) {
    return new Refusal("another compaction or purge of " + archive + " is running");
  }
}
