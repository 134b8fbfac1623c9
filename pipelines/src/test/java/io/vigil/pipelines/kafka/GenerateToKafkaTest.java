package io.vigil.pipelines.kafka;

import static io.vigil.pipelines.VigilRun.vigil;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigil.pipelines.VigilRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GenerateToKafkaTest {

  @TempDir private Path folder;

  @Test
  void shouldSendWhatItWouldWriteToFilesInTheOrderOfArrival() throws Exception {
    var flags = List.of("--transactions=2000", "--badRate=0.01", "--seed=7");
    try (var topic = TestTopic.create(1)) {
      var run = generate(topic, flags, "--truthOutput=" + folder.resolve("truth"));
      assertThat(String.join("\n", run.err()), run.exitCode(), is(0));

      var files =
          Stream.concat(Stream.of("generate", "--output=" + folder.resolve("out")), flags.stream());
      assertThat(vigil(files.toArray(String[]::new)).exitCode(), is(0));
      assertThat(run.result(), startsWith("transactions="));
      assertThat(run.result(), containsString(" topic=" + topic.name()));
      var sent = topic.records().stream().map(it -> new String(it.value(), UTF_8)).toList();
      // Some bad records are no UTF-8, and are compared as far as they can be.
      var written = folder.resolve("out/transactions/part-00000.jsonl");
      assertThat(sent, is(new String(Files.readAllBytes(written), UTF_8).lines().toList()));
      assertThat(
          Files.readAllLines(folder.resolve("truth/truth/records.jsonl")).size(), is(sent.size()));
      assertThat(
          Files.readString(folder.resolve("truth/truth/records.jsonl")),
          startsWith("{\"file\":\"" + topic.name() + "\",\"record\":1,"));
    }
  }

  @Test
  void shouldKeepTheCardsOfEachPartitionToIt() throws Exception {
    try (var topic = TestTopic.create(3)) {
      generate(topic, List.of("--transactions=500", "--badRate=0", "--cards=20"));

      var partitions = new java.util.HashMap<String, Integer>();
      for (var record : topic.records()) {
        var card = new ObjectMapper().readTree(record.value()).get("card_id").asText();
        assertThat(new String(record.key(), UTF_8), is(card));
        var other = partitions.putIfAbsent(card, record.partition());
        assertThat(other == null || other == record.partition(), is(true));
      }
    }
  }

  @Test
  void shouldLetLiveTrafficHappenAsItIsSent() throws Exception {
    try (var topic = TestTopic.create(1)) {
      var before = Instant.now();
      var run =
          generate(
              topic,
              List.of(
                  "--transactions=300",
                  "--live",
                  "--rate=100",
                  "--incidents=0",
                  "--badRate=0",
                  "--lateRate=0",
                  "--outOfOrderRate=0"));
      var after = Instant.now();

      assertThat(String.join("\n", run.err()), run.exitCode(), is(0));
      assertThat(after.toEpochMilli() - before.toEpochMilli(), is(greaterThanOrEqualTo(2_500L)));
      for (var record : topic.records()) {
        var json = new ObjectMapper().readTree(record.value());
        var happened = Instant.parse(json.get("event_time").asText()).toEpochMilli();
        assertThat(
            happened,
            is(allOf(greaterThanOrEqualTo(before.toEpochMilli()), lessThan(after.toEpochMilli()))));
        // It is sent when it has happened, and not before.
        assertThat(record.timestamp(), is(greaterThanOrEqualTo(happened)));
      }
    }
  }

  @Test
  void shouldSendNoFasterThanTold() throws Exception {
    try (var topic = TestTopic.create(1)) {
      long before = System.nanoTime();
      generate(topic, List.of("--transactions=200", "--incidents=0", "--rate=100"));
      assertThat((System.nanoTime() - before) / 1_000_000, is(greaterThanOrEqualTo(1_900L)));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        " | --output=DIR or --topic=NAME is needed",
        "--output=OUT --topic=t --bootstrapServers=a:1 | --output and --topic are both given",
        "--topic=t | --bootstrapServers=HOST:PORT is missing",
        "--bootstrapServers=a:1 --output=OUT | --topic=NAME is missing",
        "--topic=t --bootstrapServers=a | --bootstrapServers=a is not host:port",
        "--topic=t --bootstrapServers=a:1 --format=csv | --format is for files",
        "--topic=t --bootstrapServers=a:1 --gzip | --gzip is for files",
        "--topic=t --bootstrapServers=a:1 --order=event | --order is for files",
        "--topic=t --bootstrapServers=a:1 --truth=full | --truth needs --truthOutput=DIR",
        "--topic=t --bootstrapServers=a:1 --overwrite | --overwrite is for folders",
        "--topic=t --bootstrapServers=a:1 --rate=-1 | --rate=-1 is not in 0 to",
        "--topic=t --bootstrapServers=a:1 --live --start=2026-01-01 | --start and --live contradict",
        "--topic=t --bootstrapServers=a:1 --live --rate=5 --days=2 | --days and --rate contradict",
        "--topic=t --bootstrapServers=a:1 --kafkaConfig=password | needs a name and a value",
        "--output=OUT --live | --live, --rate and --partitions are for --topic",
        "--output=OUT --rate=5 | --live, --rate and --partitions are for --topic",
        "--output=OUT --truthOutput=X | --truthOutput is for --topic",
      })
  void shouldRefuseFlagsThatContradict(String flags, String message) {
    var given = flags == null ? "" : flags.replace("OUT", folder.resolve("out").toString());
    var run = vigil(("generate " + given).strip().split(" "));

    assertThat(run.err(), contains(containsString(message)));
    assertThat(run.exitCode(), is(2));
  }

  @Test
  void shouldShowNoSecretInThePlan() {
    var run =
        vigil(
            "generate",
            "--topic=t",
            "--bootstrapServers=a:1",
            "--dryRun",
            "--kafkaConfig=sasl.jaas.config=hunter2");

    assertThat(run.exitCode(), is(0));
    assertThat(run.out(), hasItem("  topic t, Kafka at a:1"));
    assertThat(String.join("\n", run.out()), not(containsString("hunter2")));
  }

  @Test
  void shouldSayInOneLineThatTheTopicIsNotThere() throws IOException {
    var servers = BrokerFixture.bootstrapServers();
    var run = vigil("generate", "--topic=no-such-topic", "--bootstrapServers=" + servers);

    assertThat(
        run.err(),
        contains("vigil generate: there is no topic 'no-such-topic', Kafka at " + servers));
    assertThat(run.exitCode(), is(1));
  }

  private static VigilRun generate(TestTopic topic, List<String> flags, String... more) {
    var arguments = new ArrayList<>(List.of("generate", "--topic=" + topic.name()));
    arguments.add("--bootstrapServers=" + topic.settings().bootstrapServers());
    arguments.addAll(flags);
    arguments.addAll(List.of(more));
    return vigil(arguments.toArray(String[]::new));
  }
}
