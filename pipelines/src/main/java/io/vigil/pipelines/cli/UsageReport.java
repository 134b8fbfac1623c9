package io.vigil.pipelines.cli;

import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in one line what is wrong with a command line, with a suggestion where there is one. */
public final class UsageReport implements IParameterExceptionHandler {

  @Override
  public int handleParseException(ParameterException problem, String[] args) {
    var command = problem.getCommandLine();
    var spec = command.getCommandSpec();
    command
        .getErr()
        .println(
            command
                .getColorScheme()
                .errorText(
                    spec.qualifiedName()
                        + ": "
                        + messageOf(problem)
                        + " ("
                        + spec.qualifiedName()
                        + " --help lists what there is)"));
    return CommandLine.ExitCode.USAGE;
  }

  private static String messageOf(ParameterException problem) {
    if (problem instanceof UnmatchedArgumentException unmatched) {
      var what = unmatched.isUnknownOption() ? "unknown flag '" : "unknown command '";
      var suggestions = unmatched.getSuggestions();
      return what
          + unmatched.getUnmatched().get(0)
          + "'"
          + (suggestions.isEmpty() ? "" : "; did you mean '" + suggestions.get(0) + "'?");
    }
    var message = String.valueOf(problem.getMessage());
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end).strip();
  }
}
