package io.vigil.local;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Processes that outlive the JVM that starts them. A process is known by a mark among its
 * arguments, never by a number in a file, which may belong to another process by now.
 */
public final class OwnProcess {

  private static final Duration DEATH = Duration.ofSeconds(20);

  private OwnProcess() {}

  /** The process that carries the mark, if one is alive. A zombie has no arguments. */
  public static Optional<ProcessHandle> find(String mark) {
    return ProcessHandle.allProcesses().filter(it -> isAlive(it, mark)).findFirst();
  }

  static boolean isAlive(ProcessHandle process, String mark) {
    return process.isAlive() && arguments(process).anyMatch(it -> it.endsWith(mark));
  }

  static Stream<String> arguments(ProcessHandle process) {
    return process.info().arguments().stream().flatMap(Stream::of);
  }

  /**
   * Starts a command in a session of its own, so that no Ctrl-C reaches it.
   *
   * @param folder where it runs
   * @param log takes what it prints
   * @throws StackException if there is no such program
   */
  public static ProcessHandle launch(List<String> command, Path folder, Path log) {
    var own = new ArrayList<>(List.of("setsid"));
    own.addAll(command);
    return builder(own, folder, log).toHandle();
  }

  /**
   * Runs a command to its end, and returns whether it succeeded.
   *
   * @param folder where it runs
   * @param log takes what it prints
   * @param input what it reads
   * @throws StackException if there is no such program
   */
  public static boolean run(List<String> command, Path folder, Path log, String input) {
    var process = builder(command, folder, log);
    try (var standardInput = process.outputWriter()) {
      standardInput.write(input);
    } catch (IOException e) {
      // It ended before it read its input: its exit code says why.
      return exitCode(process) == 0;
    }
    return exitCode(process) == 0;
  }

  /** Kills a process with its children, and returns when none is left. */
  public static void kill(ProcessHandle process, String mark) {
    var family = Stream.concat(Stream.of(process), process.descendants()).toList();
    family.forEach(ProcessHandle::destroyForcibly);
    boolean gone =
        Waiting.until(
            DEATH,
            () ->
                family.stream().noneMatch(it -> it.isAlive() && it.info().arguments().isPresent()));
    if (!gone) {
      throw new StackException("process %d (%s) does not die".formatted(process.pid(), mark));
    }
  }

  private static Process builder(List<String> command, Path folder, Path log) {
    try {
      Files.createDirectories(log.resolveSibling("."));
      return new ProcessBuilder(command)
          .directory(folder.toFile())
          .redirectErrorStream(true)
          .redirectOutput(Redirect.appendTo(log.toFile()))
          .start();
    } catch (IOException e) {
      throw new StackException(
          "cannot run %s: %s".formatted(new File(command.get(0)).getName(), e.getMessage()));
    }
  }

  private static int exitCode(Process process) {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroy();
      throw Waiting.interrupted();
    }
  }
}
