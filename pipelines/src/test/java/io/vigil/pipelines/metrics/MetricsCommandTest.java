package io.vigil.pipelines.metrics;

import static io.vigil.pipelines.VigilRun.vigil;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.vigil.pipelines.Until;
import io.vigil.pipelines.VigilRun;
import io.vigil.pipelines.postgres.PostgresConfig;
import io.vigil.pipelines.postgres.TestPostgres;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MetricsCommandTest {

  @Test
  void aWrongPasswordIsOneLineThatDoesNotShowIt(@TempDir Path folder) throws IOException {
    var file = Files.writeString(folder.resolve("password"), "wrong-horse-9");
    var run =
        metrics(
            "--jdbcUser=" + TestPostgres.GUARDED_USER, "--jdbcPassword=file:" + file, "--port=0");
    refused(run, 1, "refuses the login: password authentication failed");
    assertThat(run.err().get(0), not(containsString("wrong-horse-9")));
  }

  @Test
  void aServerThatIsNotThereIsNamed() throws IOException {
    var url = "jdbc:postgresql://localhost:" + closedPort() + "/vigil";
    refused(vigil("metrics", "--jdbcUrl=" + url), 1, "cannot reach PostgreSQL at localhost:");
  }

  @Test
  void brokersThatAreNotThereAreNamed() throws IOException {
    var servers = "localhost:" + closedPort();
    refused(
        ready("--bootstrapServers=" + servers, "--topic=payments"),
        1,
        "cannot look at topic 'payments', Kafka at " + servers + ": no broker answered in time");
  }

  @Test
  void aPortInUseIsNamed() throws IOException {
    try (var other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      refused(
          ready("--port=" + other.getLocalPort()),
          1,
          "cannot listen on 127.0.0.1:" + other.getLocalPort() + " (--listen, --port): Address");
    }
  }

  @Test
  void whatIsMissingIsNamed() {
    refused(vigil("metrics"), 2, "--jdbcUrl=URL is missing");
    refused(ready("--topic=payments"), 2, "--bootstrapServers=HOST:PORT is missing");
    refused(ready("--bootstrapServers=localhost:9092"), 2, "--topic=TOPIC is missing");
    refused(ready("--port=70000"), 2, "--port=70000 is not in 0 to 65535");
  }

  @Test
  void itServesUntilItIsEnded() throws Exception {
    var out = new StringWriter();
    var command = new CommandLine(new MetricsCommand()).setOut(new PrintWriter(out, true));
    var thread = Executors.newSingleThreadExecutor();
    try {
      var flags = flagsOf(TestPostgres.freshSchema(), "--port=0").toArray(String[]::new);
      var exitCode = thread.submit(() -> command.execute(flags));
      var line = Pattern.compile("serving (http://127.0.0.1:\\d+/metrics)\\R");
      Until.isTrue(
          "the line of its address",
          Duration.ofMinutes(1),
          () -> line.matcher(out.toString()).matches(),
          out::toString);
      var address = line.matcher(out.toString()).replaceFirst("$1");
      try (var answer = URI.create(address).toURL().openStream()) {
        assertThat(
            new String(answer.readAllBytes(), UTF_8),
            containsString("vigil_up{part=\"postgres\"} 1.0"));
      }
      thread.shutdownNow();
      assertThat(exitCode.get(1, TimeUnit.MINUTES), is(0));
    } finally {
      thread.shutdownNow();
    }
  }

  /** With tables that are there. */
  private static VigilRun ready(String... flags) {
    return vigil(
        Stream.concat(Stream.of("metrics"), flagsOf(TestPostgres.freshSchema(), flags))
            .toArray(String[]::new));
  }

  private static Stream<String> flagsOf(PostgresConfig config, String... more) {
    return Stream.concat(
        Stream.of(
            "--jdbcUrl=" + config.url(),
            "--jdbcUser=" + config.user(),
            "--jdbcSchema=" + config.schema()),
        Stream.of(more));
  }

  private static VigilRun metrics(String... flags) {
    var url = "--jdbcUrl=" + TestPostgres.emptySchema().url();
    return vigil(Stream.concat(Stream.of("metrics", url), Stream.of(flags)).toArray(String[]::new));
  }

  private static void refused(VigilRun run, int exitCode, String words) {
    assertThat(run.err(), contains(allOf(startsWith("vigil metrics: "), containsString(words))));
    assertThat(run.exitCode(), is(exitCode));
  }

  private static int closedPort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
