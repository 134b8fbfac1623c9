package io.vigil.pipelines.live;

import io.vigil.local.KafkaBroker;
import io.vigil.local.LocalStack;
import io.vigil.local.Part;
import io.vigil.local.StackPorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The stack of all tests that need real servers: one for all of them, which ends with the JVM. */
public final class LiveStack {

  static final Duration PATIENCE = Duration.ofMinutes(6);

  private static final int TASK_MANAGERS = 2;

  /**
   * The folder of a stack that is kept running, so that a single test need not wait for its own.
   */
  private static final String GIVEN = System.getProperty("vigil.test.stack", "");

  private LiveStack() {}

  /** The stack, with everything running that a test before may have left dead. */
  static LocalStack get() {
    Started.STACK.up(PATIENCE);
    return Started.STACK;
  }

  /** The broker of the stack alone; nothing else is started for it. */
  public static KafkaBroker broker() {
    var broker = Started.STACK.kafka();
    if (!broker.isRunning()) {
      broker.start();
      broker.awaitHealthy(PATIENCE);
    }
    return broker;
  }

  private static final class Started {
    private static final LocalStack STACK = make();

    private static LocalStack make() {
      if (!GIVEN.isEmpty()) {
        return LocalStack.open(Path.of(GIVEN)).orElseThrow();
      }
      try {
        var stack =
            LocalStack.in(Files.createTempDirectory("vigil-live"), StackPorts.free(TASK_MANAGERS));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(stack)));
        return stack;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void end(LocalStack stack) {
      stack.parts().forEach(Part::kill);
      stack.delete();
    }
  }
}
