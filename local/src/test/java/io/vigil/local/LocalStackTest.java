package io.vigil.local;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** One stack for all tests, because it takes a while to come up. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LocalStackTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private LocalStack stack;

  @BeforeAll
  void up(@TempDir Path folder) {
    stack = LocalStack.in(folder, StackPorts.free(1));
    stack.up(LIMIT);
  }

  @AfterAll
  void down() {
    stack.close();
    assertThat(stack.isRunning(), is(false));
  }

  @Test
  void aStackThatIsUpIsLeftAlone() {
    var before = stack.parts().stream().map(Part::pid).toList();

    var again = LocalStack.open(stack.folder()).orElseThrow();
    again.up(LIMIT);

    assertThat(again.ports(), equalTo(stack.ports()));
    assertThat(again.parts().stream().map(Part::pid).toList(), equalTo(before));
  }

  @Test
  void aKilledBrokerComesBackWithItsRecords() {
    var topic = new Topic(stack.kafka().bootstrapServers(), "transactions");
    topic.create();
    topic.send("one");

    killAndStart(stack.kafka());

    assertThat(topic.read(1, LIMIT), contains("one"));
    topic.send("two");
    assertThat(topic.read(2, LIMIT), contains("one", "two"));
  }

  @Test
  void aKilledDatabaseComesBackWithItsRows() throws SQLException {
    execute("CREATE TABLE totals (amount BIGINT)");
    execute("INSERT INTO totals VALUES (4711)");

    killAndStart(stack.postgres());

    assertThat(sumOfTotals(), is(4711L));
  }

  @Test
  void aDatabaseComesBackAlthoughAnotherProcessHasItsNumber() throws Exception {
    stack.postgres().kill();
    var pidFile = stack.folder().resolve("postgres/data/postmaster.pid");
    var lines = Files.readAllLines(pidFile);
    lines.set(0, String.valueOf(stack.kafka().pid().orElseThrow()));
    Files.write(pidFile, lines);

    stack.postgres().start();
    stack.postgres().awaitHealthy(LIMIT);
  }

  @Test
  void aKilledTaskManagerRegistersAgain() {
    killAndStart(stack.flink().taskManager(1));
  }

  @Test
  void aKilledJobManagerFindsItsTaskManagersAgain() {
    var taskManager = stack.flink().taskManager(1);
    var pid = taskManager.pid();

    killAndStart(stack.flink().jobManager());

    taskManager.awaitHealthy(LIMIT);
    assertThat(taskManager.pid(), equalTo(pid));
  }

  @Test
  void nothingListensBeyondThisMachine() {
    for (var part : stack.parts()) {
      var sockets = processes(part).flatMap(it -> ListeningSockets.of(it.pid()).stream()).toList();

      assertThat(part.name(), sockets.isEmpty(), is(false));
      assertThat(
          part.name(), sockets.stream().filter(it -> !it.isLoopback()).toList(), is(empty()));
    }
  }

  /** Any page that a browser of this machine shows can send it requests. */
  @Test
  void flinkTakesNothingFromAWebPage() throws Exception {
    var http = HttpClient.newHttpClient();
    var page = "https://evil.example";
    var upload =
        HttpRequest.newBuilder(URI.create(stack.flink().url() + "/jars/upload"))
            .header("Origin", page)
            .POST(BodyPublishers.ofString("x"))
            .build();
    var look =
        HttpRequest.newBuilder(URI.create(stack.flink().url() + "/config"))
            .header("Origin", page)
            .build();

    assertThat(http.send(upload, BodyHandlers.discarding()).statusCode(), is(404));
    var config = http.send(look, BodyHandlers.ofString());
    assertThat(config.body(), containsString("\"web-submit\":false"));
    assertThat(
        config.headers().allValues("Access-Control-Allow-Origin"), contains(stack.flink().url()));
  }

  @Test
  void metricsAreServedForThisMachine() throws Exception {
    var request = HttpRequest.newBuilder(URI.create(stack.flink().taskManager(1).address()));

    var metrics = HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());

    assertThat(metrics.body(), containsString("flink_taskmanager_Status_JVM_CPU_Load"));
  }

  private static Stream<ProcessHandle> processes(Part part) {
    var process = ProcessHandle.of(part.pid().orElseThrow()).orElseThrow();
    return Stream.concat(Stream.of(process), process.descendants());
  }

  @Test
  void onlyTheOwnerCanReadThePassword() throws Exception {
    var permissions = Files.getPosixFilePermissions(stack.postgres().passwordFile());

    assertThat(PosixFilePermissions.toString(permissions), is("rw-------"));
  }

  @Test
  void thePidsInTheFileAreThoseOfTheParts() throws Exception {
    var lines = Files.readAllLines(stack.folder().resolve("stack.properties"));

    for (var part : stack.parts()) {
      assertThat(lines.contains(part.name() + ".pid=" + part.pid().orElseThrow()), is(true));
    }
  }

  @Test
  void aFolderInUseIsNotDeleted() {
    var refusal = assertThrows(StackException.class, stack::delete);

    assertThat(refusal.getMessage(), is(stack.folder() + " is in use: end the stack first"));
  }

  private void killAndStart(Part part) {
    part.kill();
    assertThat(part.isRunning(), is(false));
    assertThat(part.isHealthy(), is(false));
    part.start();
    part.awaitHealthy(LIMIT);
  }

  private void execute(String sql) throws SQLException {
    try (var connection = stack.postgres().connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private long sumOfTotals() throws SQLException {
    try (var connection = stack.postgres().connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT sum(amount) FROM totals")) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
