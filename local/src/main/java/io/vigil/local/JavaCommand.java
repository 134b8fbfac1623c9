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
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-D" + mark);
    command.addAll(LOGGING);
    command.addAll(flags);
    command.addAll(List.of("-cp", classPath, mainClass));
    command.addAll(arguments);
    return command;
  }
}
