package io.vigil.pipelines.backfill;

import io.vigil.pipelines.cli.Job;
import io.vigil.pipelines.cli.Plan;
import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;

/** A backfill as a command. */
record BackfillJob(Backfill backfill) implements Job {

  @Override
  public Plan plan(CommandSpec command) {
    return backfill.plan(command);
  }

  @Override
  public int run(PrintWriter out, PrintWriter progress) throws IOException {
    backfill.run(out, progress);
    return ExitCode.OK;
  }
}
