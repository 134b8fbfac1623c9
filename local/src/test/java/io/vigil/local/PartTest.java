package io.vigil.local;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir private Path folder;

  @Test
  void aPartThatDiesAtItsStartIsNamedWithItsLogAndItsLastWords() throws IOException {
    Files.createDirectories(folder.resolve("postgres/data"));
    try (var stack = LocalStack.in(folder, StackPorts.free(1))) {
      stack.postgres().start();

      var death = assertThrows(StackException.class, () -> stack.postgres().awaitHealthy(LIMIT));

      assertThat(
          death.getMessage(),
          allOf(
              startsWith("postgres has ended; the last line of " + stack.postgres().logFile()),
              containsString("is not a valid data directory")));
    }
  }

  @Test
  void aNumberInAFileMakesNoProcessOnesOwn() throws IOException {
    try (var stack = LocalStack.in(folder, StackPorts.free(1))) {
      new StackFolder(folder, stack.ports()).started("kafka", ProcessHandle.current().pid());

      stack.kafka().kill();

      assertThat(stack.kafka().isRunning(), is(false));
    }
  }

  @Test
  void theLastLineOfALogIsNotThatOfAStackTrace() throws IOException {
    var log = folder.resolve("a.log");
    Files.writeString(log, "one\nERROR two\n\tat some.Method\n  more\n\n");

    assertThat(LogFile.lastLine(log), is("ERROR two"));
    assertThat(LogFile.lastLine(folder.resolve("none.log")), is("its log is empty"));
  }
}
