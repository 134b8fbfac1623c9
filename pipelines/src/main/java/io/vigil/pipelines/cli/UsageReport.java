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
            "%s: %s (%s --help lists what there is)"
                .formatted(spec.qualifiedName(), messageOf(problem), spec.qualifiedName()));
    return CommandLine.ExitCode.USAGE;
  }

  private static String messageOf(ParameterException problem) {
    if (problem instanceof UnmatchedArgumentException unmatched) {
      return messageOf(unmatched);
    }
    var message = String.valueOf(problem.getMessage());
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end).strip();
  }

  private static String messageOf(UnmatchedArgumentException problem) {
    var spec = problem.getCommandLine().getCommandSpec();
    if (!problem.isUnknownOption() && spec.parent() != null) {
      // It may be the rest of a password with blanks, and is not shown.
      return "unexpected argument: flags are --flag=value, and a value with blanks needs quotes";
    }
    var name = problem.getUnmatched().get(0).replaceFirst("=.*", "");
    var suggestions = problem.getSuggestions();
    return "unknown %s '%s'%s"
        .formatted(
            problem.isUnknownOption() ? "flag" : "command",
            name,
            suggestions.isEmpty() ? "" : "; did you mean '" + suggestions.get(0) + "'?");
  }
}
