package io.vigil.local.demo;

import io.vigil.local.Installation;
import io.vigil.local.LogFile;
import io.vigil.local.OwnProcess;
import io.vigil.local.StackException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Vigil as its users run it: the launcher, in a process of its own. */
final class VigilProgram {

  private final DemoFolder folder;

  VigilProgram(DemoFolder folder) {
    this.folder = folder;
  }

  /**
   * Starts a command, and returns at once.
   *
   * @param name of the log
   */
  ProcessHandle start(String name, String command, List<String> flags) {
    return OwnProcess.launch(line(command, flags), folder.path(), folder.log(name));
  }

  /**
   * Runs a command to its end.
   *
   * @param name of the log
   * @throws StackException if it fails, with the last line of its log
   */
  void run(String name, String command, List<String> flags) {
    var log = folder.log(name);
    if (!OwnProcess.run(line(command, flags), folder.path(), log, "")) {
      throw new StackException(
          "vigil %s failed; the last line of %s: %s"
              .formatted(command, log, LogFile.lastLine(log)));
    }
  }

  private static List<String> line(String command, List<String> flags) {
    var line = new ArrayList<String>();
    line.add(launcher().toString());
    line.add(command);
    line.addAll(flags);
    return line;
  }

  private static Path launcher() {
    return Installation.home().resolve("scripts/vigil");
  }
}
