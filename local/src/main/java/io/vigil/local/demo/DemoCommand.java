package io.vigil.local.demo;

import io.vigil.local.StackException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code vigil demo}: shows what Vigil promises, on a stack of its own, in a few minutes. */
@Command(
    name = "vigil demo",
    description =
        "Shows in a few minutes what Vigil promises: on a Kafka, a PostgreSQL and a Flink of its"
            + " own, which are gone afterwards.",
    footer = {"", "Exit codes: 0 everything held; 1 something did not; 2 wrong command line."})
public final class DemoCommand implements Callable<Integer> {

  private static final int HIGHEST_RATE = 2_000;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "300",
      description = "Payments per second (default: ${DEFAULT-VALUE}).")
  private int rate;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Another seed gives other payments and attacks (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--keep", description = "Leave the stack running, and say how to look at it.")
  private boolean keep;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  private boolean help;

  @Spec private CommandSpec spec;

  private DemoCommand() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new DemoCommand())
        .setParameterExceptionHandler(
            (problem, args) -> {
              var line = String.valueOf(problem.getMessage()).lines().findFirst().orElse("");
              problem
                  .getCommandLine()
                  .getErr()
                  .println("vigil demo: " + line + " (vigil demo --help lists what there is)");
              return CommandLine.ExitCode.USAGE;
            })
        .setUsageHelpAutoWidth(true);
  }

  @Override
  public Integer call() {
    if (rate < 1 || rate > HIGHEST_RATE) {
      throw new ParameterException(
          spec.commandLine(), "--rate=%d is not in 1 to %d".formatted(rate, HIGHEST_RATE));
    }
    var commentary = Commentary.onStandardOutput();
    try (var folder = DemoFolder.take()) {
      return play(folder, commentary) ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    } catch (StackException e) {
      spec.commandLine().getErr().println("vigil demo: " + e.getMessage());
      return CommandLine.ExitCode.SOFTWARE;
    }
  }

  private boolean play(DemoFolder folder, Commentary commentary) {
    var end = new DemoEnd(folder, commentary);
    Runtime.getRuntime().addShutdownHook(new Thread(end::interrupt, "vigil-demo-interrupted"));
    return end.after(new Demo(folder, commentary, rate, seed, keep), keep);
  }
}
