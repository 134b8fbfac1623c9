package io.vigil.pipelines.live;

import static io.vigil.pipelines.VigilRun.vigil;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import io.vigil.local.LocalStack;
import io.vigil.local.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.hamcrest.Matcher;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with a launch is said before anything runs, in one line. */
class LaunchErrorsTest {

  private static final int REFUSED = 1;
  private static final int WRONG_COMMAND_LINE = 2;
  private static final String TOPIC = "launch-" + System.currentTimeMillis();
  private static final String NOBODY = "127.0.0.1:1";

  @TempDir private static Path folder;
  private static LocalStack stack;

  @BeforeAll
  static void makeTopic() {
    stack = LiveStack.get();
    new Topics(stack.kafka().bootstrapServers()).create(TOPIC, 2);
  }

  @Test
  void shouldSayThatNoBrokerAnswers() throws Exception {
    var soon =
        Files.writeString(
            folder.resolve("soon"), "default.api.timeout.ms=1000\nrequest.timeout.ms=900\n");
    thatRefuses(
        REFUSED,
        containsString("Kafka at " + NOBODY),
        "--bootstrapServers=" + NOBODY,
        "--kafkaConfigFile=" + soon);
  }

  @Test
  void shouldSayThatThereIsNoSuchTopic() {
    thatRefuses(REFUSED, containsString("there is no topic 'lunch'"), "--topic=lunch");
  }

  @Test
  void shouldSayThatThePasswordIsWrong() throws Exception {
    var wrong = Files.writeString(folder.resolve("wrong"), "wrong\n");

    thatRefuses(
        REFUSED,
        allOf(containsString("refuses the login"), containsString("--jdbcPassword")),
        "--jdbcPassword=file:" + wrong);
  }

  @Test
  void shouldSayThatPostgresDoesNotAnswer() {
    thatRefuses(
        REFUSED,
        containsString("cannot reach PostgreSQL at " + NOBODY),
        "--jdbcUrl=jdbc:postgresql://" + NOBODY + "/vigil");
  }

  @Test
  void shouldNotTouchTablesOfANewerVersion() throws Exception {
    try (var connection = stack.postgres().connect();
        var statement = connection.createStatement()) {
      statement.execute("DROP SCHEMA IF EXISTS from_the_future CASCADE");
      statement.execute("CREATE SCHEMA from_the_future");
      statement.execute(
          "CREATE TABLE from_the_future.flyway_schema_history (installed_rank int PRIMARY KEY,"
              + " version varchar(50), description varchar(200) NOT NULL, type varchar(20) NOT NULL,"
              + " script varchar(1000) NOT NULL, checksum int, installed_by varchar(100) NOT NULL,"
              + " installed_on timestamp NOT NULL DEFAULT now(), execution_time int NOT NULL,"
              + " success bool NOT NULL)");
      statement.execute(
          "INSERT INTO from_the_future.flyway_schema_history VALUES (1, '999', 'later', 'SQL',"
              + " 'V999__later.sql', 1, 'vigil', now(), 1, true)");
    }

    thatRefuses(
        REFUSED,
        allOf(containsString("has version 999"), containsString("newer Vigil")),
        "--jdbcSchema=from_the_future");
  }

  @Test
  void shouldNotRunMoreTasksThanPartitions() {
    thatRefuses(
        REFUSED,
        containsString("--parallelism=3 is more than the topic's 2 partitions"),
        "--parallelism=3");
  }

  @Test
  void shouldNotRunWithoutCheckpoints() {
    thatRefuses(
        REFUSED, containsString("without checkpoints a crash"), "--checkpointingInterval=-1");
  }

  @Test
  void shouldNotReadFilesAndATopicAtOnce() {
    thatRefuses(
        WRONG_COMMAND_LINE,
        containsString("--input and --topic exclude each other"),
        "--input=" + folder);
  }

  @Test
  void shouldWantAPlaceForTheTables() {
    thatRefuses(
        REFUSED,
        containsString("--jdbcUrl or --outputTopics"),
        "--jdbcUrl=",
        "--jdbcUser=",
        "--jdbcPassword=");
  }

  @Test
  void shouldSayThatNoFlinkAnswers() {
    thatRefuses(
        REFUSED,
        containsString("cannot reach Flink at " + NOBODY + " (--flinkMaster)"),
        "--flinkMaster=" + NOBODY);
  }

  /** A flag replaces the good one of its name; without a value it takes it away. */
  private static void thatRefuses(int exitCode, Matcher<String> line, String... flags) {
    var all = new LinkedHashMap<String, String>();
    for (var flag : goodFlags()) {
      all.put(flag.substring(0, flag.indexOf('=')), flag);
    }
    for (var flag : flags) {
      all.put(flag.substring(0, flag.indexOf('=')), flag);
    }
    all.values().removeIf(it -> it.endsWith("="));
    var arguments = new ArrayList<>(List.of("monitor"));
    arguments.addAll(all.values());

    var run = vigil(arguments.toArray(String[]::new));

    assertThat(run.err(), contains(line));
    assertThat(run.out(), is(empty()));
    assertThat(run.exitCode(), is(exitCode));
  }

  private static List<String> goodFlags() {
    return List.of(
        "--bootstrapServers=" + stack.kafka().bootstrapServers(),
        "--topic=" + TOPIC,
        "--startFrom=earliest",
        "--jdbcUrl=" + stack.postgres().jdbcUrl(),
        "--jdbcUser=" + PostgresServer.USER,
        "--jdbcPassword=file:" + stack.postgres().passwordFile(),
        "--jdbcSchema=launch",
        "--flinkMaster=" + stack.flink().master(),
        "--parallelism=2",
        "--attachedMode=false");
  }
}
