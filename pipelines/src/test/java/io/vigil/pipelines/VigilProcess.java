package io.vigil.pipelines;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line as a process of its own, for tests that kill it. */
public final class VigilProcess {

  private VigilProcess() {}

  /**
   * Starts it.
   *
   * @param log takes what it prints
   */
  public static Process start(Path log, List<String> arguments) throws IOException {
    return start(log, List.of(), arguments);
  }

  /** The same, with flags for its JVM. */
  public static Process start(Path log, List<String> jvmFlags, List<String> arguments)
      throws IOException {
    var command = new ArrayList<String>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(it -> it.startsWith("--add-opens"))
        .forEach(command::add);
    command.addAll(jvmFlags);
    command.add(Vigil.class.getName());
    command.addAll(arguments);
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    return builder.start();
  }
}
