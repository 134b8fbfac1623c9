package io.vigil.local.cli;

import io.vigil.local.StackException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line of the local stack: {@code vigil local up|status|down [--flag=value …]}. */
@Command(
    name = "vigil local",
    description = "Kafka, PostgreSQL and Flink on this machine, for the demo and for tests.",
    subcommands = {UpCommand.class, StatusCommand.class, DownCommand.class},
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "vigil local COMMAND --help lists the flags of a command.",
      "Exit codes: 0 done; 1 not done or not healthy; 2 wrong command line."
    })
public final class LocalCommand implements Runnable {

  @Spec private CommandSpec spec;

  private LocalCommand() {}

  public static void main(String[] args) {
    System.exit(run(args));
  }

  /** Runs one command as {@link #main} does, and returns its exit code. */
  public static int run(String... args) {
    return commandLine().execute(args);
  }

  static CommandLine commandLine() {
    return new CommandLine(new LocalCommand())
        .setParameterExceptionHandler(LocalCommand::reportUsage)
        .setExecutionExceptionHandler(LocalCommand::reportFailure)
        .setUsageHelpAutoWidth(true);
  }

  /** Without a command there is nothing to run. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no command given");
  }

  private static int reportUsage(ParameterException problem, String[] args) {
    var command = problem.getCommandLine();
    var name = command.getCommandSpec().qualifiedName();
    say(
        command,
        "%s: %s (%s --help lists what there is)".formatted(name, messageOf(problem), name));
    return CommandLine.ExitCode.USAGE;
  }

  private static String messageOf(ParameterException problem) {
    if (problem instanceof UnmatchedArgumentException unmatched) {
      var what = unmatched.isUnknownOption() ? "unknown flag" : "unknown command";
      return "%s '%s'".formatted(what, unmatched.getUnmatched().get(0));
    }
    return String.valueOf(problem.getMessage()).lines().findFirst().orElse("");
  }

  private static int reportFailure(Exception failure, CommandLine command, ParseResult parsed)
      throws Exception {
    if (!(failure instanceof StackException)) {
      throw failure;
    }
    say(command, command.getCommandSpec().qualifiedName() + ": " + failure.getMessage());
    return CommandLine.ExitCode.SOFTWARE;
  }

  private static void say(CommandLine command, String line) {
    command.getErr().println(command.getColorScheme().errorText(line));
  }
}
