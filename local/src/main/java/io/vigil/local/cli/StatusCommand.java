package io.vigil.local.cli;

import io.vigil.local.LocalStack;
import io.vigil.local.StackException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code vigil local status}. */
@Command(
    name = "status",
    description = "Says of each part whether it is healthy; exit code 1 if one is not.",
    mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {

  @Mixin private FolderFlag flag;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    var folder = flag.folder();
    var stack =
        LocalStack.open(folder)
            .orElseThrow(() -> new StackException("there is no stack in " + folder));
    return StatusTable.print(stack, spec.commandLine().getOut())
        ? CommandLine.ExitCode.OK
        : CommandLine.ExitCode.SOFTWARE;
  }
}
