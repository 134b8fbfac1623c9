package io.vigil.pipelines.folders;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.vigil.local.ListeningSockets.Socket;
import io.vigil.pipelines.LoopbackOnly;
import io.vigil.pipelines.VigilProcess;
import io.vigil.pipelines.cli.JobCommand;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs as processes of their own: what they leave behind, and what they listen on. */
class LeftoversTest {

  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final int ANSWER_MILLIS = 5_000;

  @TempDir private Path folder;
  private Path temporary;
  private Path results;
  private Path log;
  private Process process;

  @BeforeEach
  void makeFolders() throws IOException {
    temporary = Files.createDirectory(folder.resolve("tmp"));
    results = Files.createDirectory(folder.resolve("results"));
    log = folder.resolve("log");
    Files.writeString(folder.resolve("in.jsonl"), "no payment\n".repeat(100));
  }

  @AfterEach
  void end() {
    process.destroyForcibly();
  }

  @Test
  void shouldListenToNobodyAndLeaveNothingBehindNotEvenThatOfAKilledRun() throws Exception {
    start();
    await(() -> !names(results).isEmpty(), "a folder aside");
    process.destroyForcibly().waitFor();
    assertThat(names(results), not(contains("out")));
    assertThat(names(temporary), is(not(empty())));

    try (var ofTheLiving = ClaimedFolder.in(temporary, "vigil-run-")) {
      start();
      var answers = answersOfTheRun();
      assertThat(answers, is(not(empty())));
      assertThat(answers, everyItem(is("")));
      assertThat(Files.readString(log), process.exitValue(), is(JobCommand.NEEDS_EYES));

      var mine = ofTheLiving.path().getFileName().toString();
      assertThat(names(temporary), containsInAnyOrder(mine, mine + ".lock"));
    }
    assertThat(names(results), contains("out"));
  }

  /** What each of its ports says, of REST and of Flink's own files, until it ends. */
  private Collection<String> answersOfTheRun() throws InterruptedException {
    var watch = new LoopbackOnly.Watch(process.pid());
    var answers = new HashMap<Socket, String>();
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!process.waitFor(50, TimeUnit.MILLISECONDS)) {
      assertThat("the run has an end", System.nanoTime() < end);
      watch.seen().forEach(it -> answers.computeIfAbsent(it, LeftoversTest::answer));
    }
    assertThat(watch.end(), is(empty()));
    return answers.values();
  }

  /** What it says to somebody who asks for Flink's configuration. */
  private static String answer(Socket socket) {
    try (var client = new java.net.Socket(InetAddress.getLoopbackAddress(), socket.port())) {
      client.setSoTimeout(ANSWER_MILLIS);
      client
          .getOutputStream()
          .write("GET /config HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      return new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      return "";
    }
  }

  private void start() throws IOException {
    process =
        VigilProcess.start(
            log,
            List.of("-Djava.io.tmpdir=" + temporary),
            List.of(
                "monitor",
                "--maxDeadLetters=1",
                "--input=" + folder.resolve("in.jsonl"),
                "--output=" + results.resolve("out")));
  }

  private void await(BooleanSupplier condition, String what) throws Exception {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat("no " + what + ": " + Files.readString(log), System.nanoTime() < end);
      assertThat(Files.readString(log), process.isAlive());
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private static List<String> names(Path folder) {
    try (var entries = Files.list(folder)) {
      return entries.map(it -> it.getFileName().toString()).toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
