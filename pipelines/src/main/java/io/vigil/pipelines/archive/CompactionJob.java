package io.vigil.pipelines.archive;

import io.vigil.pipelines.cli.Job;
import io.vigil.pipelines.cli.Plan;
import io.vigil.pipelines.cli.RunnerFlags;
import java.io.IOException;
import java.io.PrintWriter;
import org.apache.beam.sdk.Pipeline;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;

/** Merges the small files of an archive, in this process. */
record CompactionJob(Archive archive, int maxFileRecords, RunnerFlags runnerFlags) implements Job {

  @Override
  public Plan plan(CommandSpec command) {
    var manifest = archive.readManifest();
    var plan = Plan.of(command, runnerFlags, Pipeline.create());
    return plan.withInput(
        "%,d files, of which %,d would be merged"
            .formatted(
                manifest.files().size(),
                Compaction.bins(manifest, maxFileRecords).stream()
                    .mapToInt(it -> it.size())
                    .sum()));
  }

  @Override
  public int run(PrintWriter out, PrintWriter progress) throws IOException {
    out.println(Compaction.of(archive, maxFileRecords).run().line());
    return ExitCode.OK;
  }
}
