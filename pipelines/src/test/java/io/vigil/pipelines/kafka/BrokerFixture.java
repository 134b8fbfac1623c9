package io.vigil.pipelines.kafka;

import io.vigil.local.LocalStack;
import io.vigil.local.StackPorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;

/** The broker that the tests of this package talk to: one for all of them. */
final class BrokerFixture {

  /** The address of one that runs already, so that a single test need not wait for its own. */
  private static final String GIVEN = System.getProperty("vigil.test.bootstrapServers", "");

  private BrokerFixture() {}

  static String bootstrapServers() {
    return GIVEN.isEmpty() ? Started.STACK.kafka().bootstrapServers() : GIVEN;
  }

  private static final class Started {
    private static final LocalStack STACK = start();

    private static LocalStack start() {
      try {
        var stack = LocalStack.in(Files.createTempDirectory("vigil-kafka"), StackPorts.free(1));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(stack)));
        stack.kafka().start();
        stack.kafka().awaitHealthy(Duration.ofMinutes(1));
        return stack;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void end(LocalStack stack) {
      stack.kafka().kill();
      stack.delete();
    }
  }
}
