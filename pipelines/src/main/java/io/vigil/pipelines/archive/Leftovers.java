package io.vigil.pipelines.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Removes what attempts have left that came to nothing. An attempt can no longer succeed once its
 * number is taken, or was. So only attempts with such numbers are looked at, whoever made them, and
 * nothing that is still being written is ever touched.
 */
final class Leftovers {

  private final Archive archive;

  Leftovers(Archive archive) {
    this.archive = archive;
  }

  /**
   * Removes those of the files of a stem up to a number that no entry names.
   *
   * @param last the highest number that is taken
   */
  void remove(ArchiveKind kind, long hour, String stem, int last) throws IOException {
    if (last == 0) {
      return;
    }
    var attempt =
        Pattern.compile(
            "\\.?" + Pattern.quote(stem) + "-(\\d{6,9})-[0-9a-f]{8}\\.(parquet|json)(\\.tmp)?");
    var entries = archive.entryFolder(kind, hour);
    for (var folder : new Path[] {archive.dataFolder(kind, hour), entries}) {
      // A prefix lets the disk's listing be filtered without the pattern for most names.
      try (var found =
          Files.newDirectoryStream(folder, it -> it.getFileName().toString().contains(stem))) {
        for (var file : found) {
          var matcher = attempt.matcher(file.getFileName().toString());
          if (matcher.matches()) {
            int sequence = Integer.parseInt(matcher.group(1));
            if (sequence <= last && !isNamed(file, entries, FileDraft.nameOf(stem, sequence))) {
              Files.deleteIfExists(file);
            }
          }
        }
      } catch (NoSuchFileException e) {
        continue;
      }
    }
  }

  /** Asks the entry itself: nothing that is remembered may decide what is deleted. */
  private boolean isNamed(Path file, Path entries, String name) {
    return Entries.read(entries.resolve(name + Entries.SUFFIX), archive)
        .filter(it -> it.path().equals(file.toString()))
        .isPresent();
  }
}
