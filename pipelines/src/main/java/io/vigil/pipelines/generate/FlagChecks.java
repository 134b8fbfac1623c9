package io.vigil.pipelines.generate;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Refuses flags with one line, before anything is done. */
record FlagChecks(CommandSpec command) {

  void inRange(String flag, long value, long least, long most) {
    refuse(
        value < least || value > most, flag + "=" + value + " is not in " + least + " to " + most);
  }

  void within(String flag, double value, double least, double most) {
    // Written so that NaN is refused, too.
    refuse(
        !(value >= least && value <= most),
        flag + "=" + value + " is not in " + least + " to " + most);
  }

  void refuse(boolean isWrong, String problem) {
    if (isWrong) {
      throw new ParameterException(command.commandLine(), problem);
    }
  }

  /** Whether the flag stands on the command line, be it with its default. */
  boolean isGiven(String flag) {
    return command.commandLine().getParseResult().hasMatchedOption(flag);
  }
}
