package io.vigil.pipelines.kafka;

import static io.vigil.pipelines.VigilRun.vigil;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.protocol.ApiKeys;
import org.junit.jupiter.api.Test;

/**
 * A topic that was just made: its partitions are known before anybody leads them. The broker that
 * refuses the first request of a producer takes a second one that is under way as the first of a
 * producer that it does not know, and the one that it has refused can never follow.
 */
class NewTopicTest {

  private static final List<String> SMALL_BATCHES =
      List.of(
          "batch.size=2000", "linger.ms=0", "request.timeout.ms=5000", "delivery.timeout.ms=10000");
  private static final List<String> VALUES =
      IntStream.range(0, 2_000).mapToObj(i -> i + " of many").toList();

  @Test
  void shouldWriteAllRowsInTheirOrderToALeaderThatIsNotReadyYet() throws Exception {
    try (var topic = TestTopic.create(1);
        var broker = ReluctantBroker.refusing(ApiKeys.PRODUCE, 1)) {
      var settings = KafkaSettings.of(broker.bootstrapServers(), SMALL_BATCHES, null);
      try (var writer = TopicWriter.open(settings, topic.name())) {
        VALUES.forEach(it -> writer.write(null, it.getBytes(UTF_8)));
        writer.flush();
      }

      assertThat("refusals left", broker.left(), is(0));
      assertThat(values(topic), is(VALUES));
    }
  }

  @Test
  void shouldWriteAllRecordsOfATransactionToALeaderThatIsNotReadyYet() throws Exception {
    try (var topic = TestTopic.create(1);
        var broker = ReluctantBroker.refusing(ApiKeys.PRODUCE, 1)) {
      var settings = KafkaSettings.of(broker.bootstrapServers(), SMALL_BATCHES, null);
      try (var transactions = TopicTransactions.open(settings, topic.name())) {
        VALUES.forEach(
            it -> transactions.write(new ProducerRecord<>(topic.name(), it.getBytes(UTF_8))));
        transactions.commit();
      }

      assertThat("refusals left", broker.left(), is(0));
      assertThat(values(topic), is(VALUES));
    }
  }

  @Test
  void shouldGenerateAllTransactionsIntoATopicWhoseLeadersAreNotReadyYet() throws Exception {
    try (var topic = TestTopic.create(1);
        var broker = ReluctantBroker.refusing(ApiKeys.PRODUCE, 1)) {
      var run =
          vigil(
              "generate",
              "--topic=" + topic.name(),
              "--bootstrapServers=" + broker.bootstrapServers(),
              "--transactions=3000",
              "--kafkaConfig=batch.size=20000",
              "--kafkaConfig=linger.ms=0",
              "--kafkaConfig=request.timeout.ms=20000",
              "--kafkaConfig=delivery.timeout.ms=60000");

      assertThat(String.join("\n", run.err()), run.exitCode(), is(0));
      assertThat("refusals left", broker.left(), is(0));
      assertThat(run.result(), topic.records(), hasSize(sent(run.result())));
    }
  }

  @Test
  void shouldNotHandOutATopicBeforeItsLeadersAnswer() throws Exception {
    var name = "new-" + UUID.randomUUID();
    try (var broker = ReluctantBroker.refusing(ApiKeys.LIST_OFFSETS, 5);
        var topics = KafkaTopics.connect(KafkaSettings.of(broker.bootstrapServers()))) {
      topics.create(OutputTopic.log(name, 3));

      assertThat("refusals left", broker.left(), is(0));
    }
  }

  @Test
  void shouldWaitForABrokerThatHasNotHeardOfTheTopic() throws Exception {
    try (var topic = TestTopic.create(3);
        var broker = ReluctantBroker.ignorant(5);
        var topics = KafkaTopics.connect(KafkaSettings.of(broker.bootstrapServers()))) {
      topics.awaitLeaders(topic.name(), 3);

      assertThat("refusals left", broker.left(), is(0));
    }
  }

  /** How many records the result line tells of. */
  private static int sent(String result) {
    return Pattern.compile("(?:transactions|duplicates|conflicts|bad)=(\\d+)")
        .matcher(result)
        .results()
        .mapToInt(it -> Integer.parseInt(it.group(1)))
        .sum();
  }

  private static List<String> values(TestTopic topic) {
    return topic.records().stream().map(it -> new String(it.value(), UTF_8)).toList();
  }
}
