package io.vigil.pipelines.archive;

import io.vigil.pipelines.cli.Job;
import io.vigil.pipelines.cli.JobCommand;
import io.vigil.pipelines.cli.Plan;
import io.vigil.pipelines.cli.Progress;
import io.vigil.pipelines.cli.RunnerFlags;
import io.vigil.pipelines.files.InputFlags.Input;
import io.vigil.pipelines.files.ReadFiles;
import io.vigil.pipelines.files.SourceFile;
import io.vigil.schemas.mapping.Mapping;
import io.vigil.schemas.protect.CardProtection;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.beam.sdk.Pipeline;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Archives files, and ends with them. What it says of the records is read back from the manifest.
 *
 * @param input what is read
 * @param mapping how fields are found; null for Vigil's own form
 * @param protection what becomes of card data in them
 * @param runnerFlags for Beam and its runner
 */
record FileArchiveJob(
    Input input,
    @Nullable Mapping mapping,
    CardProtection protection,
    Archive archive,
    ArchivePipeline.Settings settings,
    RunnerFlags runnerFlags)
    implements Job {

  FileArchiveJob {
    runnerFlags.checkCluster();
  }

  @Override
  public Plan plan(CommandSpec command) {
    var paths = input.files().stream().map(SourceFile::path).toList();
    return Plan.of(command, runnerFlags, pipeline()).withInput(paths, input.bytes());
  }

  @Override
  public int run(PrintWriter out, PrintWriter progress) throws IOException {
    archive.prepare();
    var before = archive.readManifest();
    var counted = new AtomicReference<ImportReport.Counted>();
    Progress.during(
        progress,
        input.bytes(),
        () -> {
          var result = pipeline().run();
          result.waitUntilFinish();
          counted.set(ArchivePipeline.counted(result));
        });
    var paths = input.files().stream().map(SourceFile::path).toList();
    var report = ImportReport.of(paths, before, archive.readManifest(), counted.get());
    report.lines().forEach(out::println);
    if (!report.isWhole()) {
      return ExitCode.SOFTWARE;
    }
    return report.filesSetAside().isEmpty() ? ExitCode.OK : JobCommand.NEEDS_EYES;
  }

  Pipeline pipeline() {
    var pipeline = Pipeline.create(runnerFlags.toOptions());
    ArchivePipeline.build(
        pipeline,
        ReadFiles.of(input.files(), input.limits(), mapping).protecting(protection),
        settings);
    return pipeline;
  }
}
