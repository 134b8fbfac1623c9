package io.vigil.pipelines.cli;

import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;

/** A run of a command, resolved and checked. */
public interface Job {

  /** What would run. */
  Plan plan(CommandSpec command);

  /**
   * Runs it to its end.
   *
   * @param out for the result
   * @param progress for what a person wants to see meanwhile
   * @return the exit code
   */
  int run(PrintWriter out, PrintWriter progress) throws IOException;
}
