package io.vigil.pipelines.cli;

import io.vigil.schemas.UnusableFileException;
import io.vigil.schemas.VisibleText;
import io.vigil.schemas.yaml.InvalidFileException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.flink.util.SerializedThrowable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * Says in one line why a run failed, if its surroundings are to blame: a file, a disk, a server.
 * Anything else is an error of Vigil, and is shown whole.
 */
public final class FailureReport implements IExecutionExceptionHandler {

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine command, ParseResult parseResult) throws Exception {
    var message = messageOf(failure);
    if (message == null) {
      throw failure;
    }
    var err = command.getErr();
    err.print(command.getCommandSpec().qualifiedName() + ": ");
    message.lines().forEach(err::println);
    return CommandLine.ExitCode.SOFTWARE;
  }

  /** What the user is told, mostly in one line; null if the failure is an error of Vigil. */
  static @Nullable String messageOf(Throwable failure) {
    for (var cause : ExceptionUtils.getThrowableList(failure)) {
      if (cause instanceof InvalidFileException problems) {
        return problems.getMessage();
      }
    }
    var line = lineOf(failure);
    return line == null ? null : VisibleText.line(line);
  }

  private static @Nullable String lineOf(Throwable failure) {
    for (var cause : ExceptionUtils.getThrowableList(failure)) {
      if (cause instanceof Refusal || cause instanceof UnusableFileException) {
        return cause.getMessage();
      }
      if (cause instanceof SerializedThrowable remote && isRefusal(remote)) {
        return remote.getMessage().replace(Refusal.class.getName() + ": ", "");
      }
      if (cause instanceof FileSystemException problem) {
        return "cannot go on: " + problem.getFile() + ": " + FileProblem.inWords(problem);
      }
    }
    // Streams that fail do not say where they lead: to the output, or to what a runner spills.
    return ExceptionUtils.getRootCause(failure) instanceof IOException problem
        ? "cannot go on: %s (temporary files are in %s)"
            .formatted(FileProblem.inWords(problem), System.getProperty("java.io.tmpdir"))
        : null;
  }

  /** What a worker of a cluster refuses comes back as words, without its class. */
  private static boolean isRefusal(SerializedThrowable remote) {
    return Refusal.class.getName().equals(remote.getOriginalErrorClassName())
        && remote.getMessage() != null;
  }
}
