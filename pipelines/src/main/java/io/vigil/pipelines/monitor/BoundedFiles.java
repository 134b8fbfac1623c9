package io.vigil.pipelines.monitor;

import io.vigil.pipelines.files.OutputFormat;
import io.vigil.pipelines.files.ReadLimits;
import io.vigil.pipelines.files.SourceFile;
import java.nio.file.Path;
import java.util.List;

/**
 * The files of a bounded run, resolved and checked.
 *
 * @param files what is read
 * @param limits how it is cut into records
 * @param output where the tables appear
 * @param format how they are written
 * @param maxDeadLetters with a larger share of dead letters nothing is published
 */
record BoundedFiles(
    List<SourceFile> files,
    ReadLimits limits,
    Path output,
    OutputFormat format,
    double maxDeadLetters) {

  long bytes() {
    return files.stream().mapToLong(SourceFile::bytes).sum();
  }
}
