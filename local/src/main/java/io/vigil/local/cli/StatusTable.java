package io.vigil.local.cli;

import io.vigil.local.LocalStack;
import io.vigil.local.Part;
import java.io.PrintWriter;

/** A line for each part of a stack. */
final class StatusTable {

  private static final String ROW = "%-13s %-8s %-34s %-12s %s%n";

  private StatusTable() {}

  /** Prints the table, and returns whether all parts are healthy. */
  static boolean print(LocalStack stack, PrintWriter out) {
    out.printf(ROW, "part", "pid", "address", "health", "log");
    boolean allHealthy = true;
    for (var part : stack.parts()) {
      var pid = part.pid();
      boolean isHealthy = part.isHealthy();
      allHealthy &= isHealthy;
      out.printf(
          ROW,
          part.name(),
          pid.isPresent() ? pid.getAsLong() : "-",
          part.address(),
          health(part, isHealthy),
          part.logFile());
    }
    out.flush();
    return allHealthy;
  }

  private static String health(Part part, boolean isHealthy) {
    if (isHealthy) {
      return "healthy";
    }
    return part.isRunning() ? "not healthy" : "down";
  }
}
