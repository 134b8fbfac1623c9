package io.vigil.pipelines.monitor;

import io.vigil.pipelines.cli.RunnerFlags;
import io.vigil.pipelines.files.OutputFormat;
import io.vigil.pipelines.files.ReadLimits;
import io.vigil.pipelines.files.SourceFile;
import java.nio.file.Path;
import java.util.List;

/**
 * One run of the main job over files, resolved and checked: what its flags mean here and now.
 *
 * @param files what is read
 * @param limits how it is cut into records
 * @param settings what is made of them
 * @param output where the tables appear
 * @param format how they are written
 * @param overwrite whether they may replace others
 * @param runnerFlags for Beam and its runner
 */
record MonitorConfig(
    List<SourceFile> files,
    ReadLimits limits,
    MonitorSettings settings,
    Path output,
    OutputFormat format,
    boolean overwrite,
    RunnerFlags runnerFlags) {

  long bytes() {
    return files.stream().mapToLong(SourceFile::bytes).sum();
  }
}
