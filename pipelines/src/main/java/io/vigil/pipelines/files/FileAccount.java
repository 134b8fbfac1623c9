package io.vigil.pipelines.files;

import io.vigil.pipelines.cli.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/** Holds what was read of a file against the file itself, so that no byte is missed in silence. */
final class FileAccount {

  private final SourceFile file;
  private final FileTime lastChange;

  private FileAccount(SourceFile file, FileTime lastChange) {
    this.file = file;
    this.lastChange = lastChange;
  }

  /** Looks at the file before it is read. */
  static FileAccount open(SourceFile file) throws IOException {
    return new FileAccount(file, attributesOf(file).lastModifiedTime());
  }

  /**
   * Looks at it again when a reader has come to its end.
   *
   * @param bytesRead how many bytes the reader took
   * @param isDamaged whether the reader has told of damage, behind which it need not read on
   * @throws Refusal if the file is another one now, or was not read whole
   */
  void close(long bytesRead, boolean isDamaged) throws IOException {
    var now = attributesOf(file);
    if (now.size() != file.bytes() || !now.lastModifiedTime().equals(lastChange)) {
      throw new Refusal(
          "%s has changed while it was read: it had %,d bytes and has %,d; nothing is published"
              .formatted(file.path(), file.bytes(), now.size()));
    }
    if (file.format().isReadThrough() && !isDamaged && bytesRead != now.size()) {
      throw new Refusal(
          "%s has %,d bytes, but %,d were read; nothing is published"
              .formatted(file.path(), now.size(), bytesRead));
    }
  }

  private static BasicFileAttributes attributesOf(SourceFile file) throws IOException {
    return Files.readAttributes(Path.of(file.path()), BasicFileAttributes.class);
  }
}
