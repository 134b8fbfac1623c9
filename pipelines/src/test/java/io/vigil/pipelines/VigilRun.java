package io.vigil.pipelines;

import io.vigil.pipelines.cli.Terminal;
import java.io.StringWriter;
import java.util.List;

/** One run of the command line in a test: what it printed, and how it ended. */
public record VigilRun(int exitCode, List<String> out, List<String> err) {

  /** Runs {@code vigil} with these arguments, through its real entry. */
  public static VigilRun vigil(String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    int exitCode =
        Vigil.commandLine().setOut(new Terminal(out)).setErr(new Terminal(err)).execute(arguments);
    return new VigilRun(exitCode, lines(out), lines(err));
  }

  /** The last line on standard output, which is the result. */
  public String result() {
    return out.isEmpty() ? "" : out.get(out.size() - 1);
  }

  private static List<String> lines(StringWriter text) {
    return text.toString().lines().toList();
  }
}
