package io.vigil.pipelines.files;

import io.vigil.schemas.SourcePosition;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * On which lines of their files records begin, for people with an editor. Tables hold the numbers
 * of records alone: a line is nothing that a topic has, and a stream gives the same tables as
 * files.
 */
public final class LineNumbers {

  private static final long FARTHEST = 1_000_000;

  private LineNumbers() {}

  /**
   * Finds the lines of a few records, by cutting their files once more up to the last of them. What
   * has no line, or cannot be read any more, has no entry; nor has what lies far behind, for which
   * nobody would wait.
   */
  public static Map<SourcePosition, Long> of(
      Collection<SourcePosition> records, List<SourceFile> files, ReadLimits limits) {
    var lines = new HashMap<SourcePosition, Long>();
    for (var file : files) {
      var wanted = records.stream().filter(it -> it.source().equals(file.path())).toList();
      long last = wanted.stream().mapToLong(SourcePosition::offset).max().orElse(0);
      if (last > 0 && file.format().isText()) {
        addUpTo(last, file, limits, wanted, lines);
      }
    }
    return lines;
  }

  private static void addUpTo(
      long last,
      SourceFile file,
      ReadLimits limits,
      List<SourcePosition> wanted,
      Map<SourcePosition, Long> lines) {
    try (var reader = file.open(limits)) {
      for (var record = reader.next(); record != null; record = reader.next()) {
        if (wanted.contains(record.position()) && reader.line() > 0) {
          lines.put(record.position(), reader.line());
        }
        if (record.position().offset() >= Math.min(last, FARTHEST)) {
          return;
        }
      }
    } catch (IOException e) {
      // The run has read it; that a person is not told the line is no reason to fail now.
    }
  }
}
