package io.vigil.local.demo;

import io.vigil.local.LogFile;
import io.vigil.local.StackException;
import io.vigil.local.Waiting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what must come, and says where to look if it does not. */
final class Limit {

  private Limit() {}

  /**
   * Waits until the condition holds.
   *
   * @param what must come, for the message
   * @param log may say why it has not
   * @throws StackException if it does not hold in time
   */
  static void await(String what, Duration limit, Path log, BooleanSupplier condition) {
    if (!Waiting.until(limit, condition)) {
      throw new StackException(
          "%s: not within %d s; the last line of %s: %s"
              .formatted(what, limit.toSeconds(), log, LogFile.lastLine(log)));
    }
  }
}
