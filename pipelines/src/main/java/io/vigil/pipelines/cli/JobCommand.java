package io.vigil.pipelines.cli;

import io.vigil.pipelines.cli.RunnerFlags.Runner;
import io.vigil.schemas.yaml.InvalidFileException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** A command that runs a pipeline: its flags are made a {@link Job}, which is shown or run. */
public abstract class JobCommand implements Callable<Integer> {

  /** The exit code of a run that is done, and of which a person should see what was set aside. */
  public static final int NEEDS_EYES = 3;

  /** Behind those of the command itself. */
  private static final int LAST = 1_000;

  @Spec private CommandSpec spec;

  @Option(names = "--dryRun", order = LAST, description = "Show what would run, and run nothing.")
  private boolean dryRun;

  @Option(
      names = "--runner",
      order = LAST + 1,
      paramLabel = "RUNNER",
      defaultValue = "FlinkRunner",
      description = "${COMPLETION-CANDIDATES}.")
  private Runner runner = Runner.FlinkRunner;

  @Mixin private SharedPaths sharedPaths = new SharedPaths();

  @Unmatched private List<String> otherFlags = new ArrayList<>();

  /**
   * What the flags mean here and now, before anything is written.
   *
   * @throws IllegalArgumentException if a flag is wrong, with a line for the user
   * @throws Refusal if something is not as it must be
   */
  protected abstract Job resolve() throws IOException;

  @Override
  public final Integer call() throws IOException {
    Job job;
    try {
      // Who misspells a flag is not to be told that another one is missing.
      RunnerFlags.checkNames(runner, otherFlags, spec.optionsMap().keySet());
      job = resolve();
    } catch (InvalidFileException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    var out = spec.commandLine().getOut();
    if (dryRun) {
      job.plan(spec).print(out);
      return ExitCode.OK;
    }
    return job.run(out, spec.commandLine().getErr());
  }

  /**
   * Checks that the paths of some flags mean the same to the workers of a cluster.
   *
   * @throws IllegalArgumentException if they do not
   */
  protected final void checkShared(RunnerFlags flags, String paths) {
    sharedPaths.check(flags, paths);
  }

  /** The command as it was called. */
  protected final CommandSpec spec() {
    return spec;
  }

  /**
   * The flags that no command knows.
   *
   * @param isStreaming whether the run has no end
   * @param defaults flags that count unless they are given
   * @throws IllegalArgumentException if one of them is no flag of Beam or of the runner
   */
  protected final RunnerFlags runnerFlags(boolean isStreaming, String... defaults) {
    var flags = new ArrayList<>(otherFlags);
    for (var flag : defaults) {
      var name = flag.substring(0, flag.indexOf('=') + 1);
      if (otherFlags.stream().noneMatch(it -> it.startsWith(name))) {
        flags.add(flag);
      }
    }
    return RunnerFlags.parse(runner, isStreaming, flags, spec.optionsMap().keySet());
  }
}
