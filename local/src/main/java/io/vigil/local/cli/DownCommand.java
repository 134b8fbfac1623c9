package io.vigil.local.cli;

import io.vigil.local.LocalStack;
import io.vigil.local.Part;
import io.vigil.local.StackException;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code vigil local down}. */
@Command(
    name = "down",
    description = "Ends every part; what does not end by itself within 20 seconds is killed.",
    mixinStandardHelpOptions = true)
final class DownCommand implements Runnable {

  @Mixin private FolderFlag flag;

  @Option(names = "--delete", description = "Delete the stack's data and logs as well.")
  private boolean delete;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    var folder = flag.folder();
    var stack =
        LocalStack.open(folder)
            .orElseThrow(() -> new StackException("there is no stack in " + folder));
    var killed = stack.down();
    if (delete) {
      stack.delete();
    }
    spec.commandLine()
        .getOut()
        .println(
            "local stack is down"
                + (killed.isEmpty()
                    ? ""
                    : "; killed, because it did not end: "
                        + killed.stream().map(Part::name).collect(Collectors.joining(", ")))
                + (delete ? "; its data are deleted" : "; its data are in " + folder));
  }
}
