package io.vigil.local.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import io.vigil.local.LocalStack;
import io.vigil.local.StackPorts;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line, from the user's side. */
class LocalCommandTest {

  @TempDir private Path temporary;

  @Test
  void aStackGoesUpAndDownAndItsDataAreDeletedOnDemand() {
    var folder = temporary.resolve("a stack");
    var ports = StackPorts.free(1);
    try {
      var up =
          Run.of(
              "up",
              "--dir=" + folder,
              "--kafkaPort=" + ports.kafka(),
              "--postgresPort=" + ports.postgres(),
              "--flinkPort=" + ports.flink(),
              "--taskManagers=1");
      assertThat(up.err, is(""));
      assertThat(up.exitCode, is(0));
      assertThat(up.out, containsString("local stack is up in "));

      var status = Run.of("status", "--dir=" + folder);
      assertThat(status.exitCode, is(0));
      assertThat(status.out.lines().filter(it -> it.contains(" healthy ")).count(), is(4L));

      var moved = Run.of("up", "--dir=" + folder, "--flinkPort=1");
      assertThat(moved.exitCode, is(1));
      assertThat(moved.err, containsString("running with other ports or task managers"));

      LocalStack.open(folder).orElseThrow().flink().taskManager(1).kill();
      var broken = Run.of("status", "--dir=" + folder);
      assertThat(broken.exitCode, is(1));
      assertThat(broken.out.lines().filter(it -> it.contains(" down ")).count(), is(1L));

      var down = Run.of("down", "--dir=" + folder, "--delete");
      assertThat(down.out, is("local stack is down; its data are deleted\n"));
      assertThat(down.exitCode, is(0));
      assertThat(Files.exists(folder), is(false));
    } finally {
      LocalStack.open(folder).ifPresent(LocalStack::close);
    }
  }

  @Test
  void aPortInUseIsNamedBeforeAnythingStarts() throws IOException {
    try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var up = Run.of("up", "--dir=" + temporary, "--kafkaPort=" + other.getLocalPort());

      assertThat(
          up.err,
          is(
              "vigil local up: kafka: port %d is in use: end what uses it, or choose another with --kafkaPort\n"
                  .formatted(other.getLocalPort())));
      assertThat(up.exitCode, is(1));
      assertThat(Files.exists(temporary.resolve("stack.properties")), is(false));
    }
  }

  @Test
  void aFolderWithoutAStackHasNothingToEnd() throws IOException {
    var mine = Files.createFile(temporary.resolve("mine"));

    var down = Run.of("down", "--delete", "--dir=" + temporary);

    assertThat(down.err, is("vigil local down: there is no stack in " + temporary + "\n"));
    assertThat(down.exitCode, is(1));
    assertThat(Files.exists(mine), is(true));
  }

  @Test
  void wrongFlagsAreRefused() {
    assertThat(
        Run.of("up", "--kafkaport=1").err,
        startsWith("vigil local up: unknown flag '--kafkaport=1'"));
    assertThat(Run.of("up", "--dir=" + temporary, "--kafkaPort=70000").exitCode, is(1));
    assertThat(Run.of("up", "--dir=" + temporary, "--taskManagers=0").exitCode, is(1));
    assertThat(Run.of("up", "--dir=" + temporary, "--timeout=0").exitCode, is(2));
    assertThat(Run.of().exitCode, is(2));
    assertThat(Run.of("stop").err, startsWith("vigil local: unknown command 'stop'"));
  }

  /** What a command has printed and returned. */
  private record Run(int exitCode, String out, String err) {
    static Run of(String... args) {
      var out = new StringWriter();
      var err = new StringWriter();
      int exitCode =
          LocalCommand.commandLine()
              .setOut(new PrintWriter(out))
              .setErr(new PrintWriter(err))
              .execute(args);
      return new Run(exitCode, out.toString(), err.toString());
    }
  }
}
