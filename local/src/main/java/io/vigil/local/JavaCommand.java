package io.vigil.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of a server that is a Java program. */
final class JavaCommand {

  private static final List<String> LOGGING =
      List.of(
          "-Dorg.slf4j.simpleLogger.logFile=System.out",
          "-Dorg.slf4j.simpleLogger.showDateTime=true",
          "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
          "-Dorg.slf4j.simpleLogger.showShortLogName=true");

  private JavaCommand() {}

  static List<String> of(
      String mark, String classPath, List<String> flags, String mainClass, List<String> arguments) {
    // The arguments of a process can be read back only as far as a page, which a class path fills.
    var command = new ArrayList<>(List.of("env", "CLASSPATH=" + classPath));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-D" + mark);
    command.addAll(LOGGING);
    command.addAll(flags);
    command.add(mainClass);
    command.addAll(arguments);
    return command;
  }
}
