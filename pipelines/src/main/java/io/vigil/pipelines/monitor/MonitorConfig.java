package io.vigil.pipelines.monitor;

import io.vigil.pipelines.cli.RunnerFlags;
import io.vigil.pipelines.files.OutputFormat;
import io.vigil.pipelines.files.ReadLimits;
import io.vigil.pipelines.files.SourceFile;
import io.vigil.schemas.mapping.Mapping;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One run of the main job over files, resolved and checked: what its flags mean here and now.
 *
 * @param files what is read
 * @param limits how it is cut into records
 * @param mapping how fields are found; null for Vigil's own form
 * @param output where the tables appear
 * @param format how they are written
 * @param overwrite whether they may replace others
 * @param runnerFlags for Beam and its runner
 */
record MonitorConfig(
    List<SourceFile> files,
    ReadLimits limits,
    @Nullable Mapping mapping,
    Path output,
    OutputFormat format,
    boolean overwrite,
    RunnerFlags runnerFlags) {

  long bytes() {
    return files.stream().mapToLong(SourceFile::bytes).sum();
  }
}
