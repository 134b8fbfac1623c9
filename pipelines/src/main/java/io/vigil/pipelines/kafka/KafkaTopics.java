package io.vigil.pipelines.kafka;

import io.vigil.pipelines.cli.Refusal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * The topics of a cluster, looked at and made before a job starts. Every method throws a {@link
 * Refusal} with one line that names the servers if the cluster does not answer within ten seconds,
 * or does not allow it.
 */
public final class KafkaTopics implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 10_000;
  private static final int ATTEMPT_MILLIS = 5_000;
  private static final int PAUSE_MILLIS = 50;
  private static final int MOST_REPLICAS = 3;

  private final KafkaSettings settings;
  private final Admin admin;
  private final int brokers;

  private KafkaTopics(KafkaSettings settings, Admin admin) {
    this.settings = settings;
    this.admin = admin;
    this.brokers = get("reach the brokers", admin.describeCluster().nodes()).size();
  }

  /** Connects, and finds out whether the brokers answer. */
  public static KafkaTopics connect(KafkaSettings settings) {
    Admin admin;
    try {
      admin = KafkaClients.admin(settings, PATIENCE_MILLIS, ATTEMPT_MILLIS);
    } catch (KafkaException e) {
      throw KafkaProblem.refusal("reach the brokers", settings, e);
    }
    try {
      return new KafkaTopics(settings, admin);
    } catch (Refusal e) {
      admin.close(Duration.ZERO);
      throw e;
    }
  }

  /**
   * How many partitions the topic has.
   *
   * @throws Refusal if there is no such topic
   */
  public int partitions(String topic) {
    return find(topic)
        .orElseThrow(
            () ->
                new Refusal(
                    "there is no topic '%s', Kafka at %s"
                        .formatted(topic, settings.bootstrapServers())));
  }

  /**
   * Makes the topic if it is not there; one that is there is left as it is. Returns when it can be
   * written to.
   */
  public void create(OutputTopic topic) {
    if (find(topic.name()).isEmpty()) {
      make(topic);
    }
    // The broker that is asked may not know yet what its controller has made.
    awaitLeaders(topic.name(), find(topic.name()).orElse(topic.partitions()));
  }

  /**
   * Waits until the topic can be written to. A topic is known before its partitions have leaders
   * that know of it.
   *
   * @throws Refusal if there is no such topic
   */
  public void awaitLeaders(String topic) {
    awaitLeaders(topic, partitions(topic));
  }

  /** The same, for a topic that the broker which is asked may not know yet. */
  public void awaitLeaders(String topic, int partitions) {
    var asked = new HashMap<TopicPartition, OffsetSpec>();
    for (int partition = 0; partition < partitions; partition++) {
      asked.put(new TopicPartition(topic, partition), OffsetSpec.latest());
    }
    var work = "reach the leaders of topic '" + topic + "'";
    long start = System.nanoTime();
    // Nobody but the leader answers, and the client asks until it does; but it gives up at once
    // if the broker that it asks has not heard of the topic.
    while (true) {
      try {
        admin.listOffsets(asked).all().get();
        return;
      } catch (ExecutionException e) {
        boolean isTooLate = System.nanoTime() - start > PATIENCE_MILLIS * 1_000_000L;
        if (isTooLate || !(e.getCause() instanceof UnknownTopicOrPartitionException)) {
          throw KafkaProblem.refusal(work, settings, e);
        }
        pause();
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private void make(OutputTopic topic) {
    var replication = topic.replication();
    short replicas = replication == null ? (short) Math.min(MOST_REPLICAS, brokers) : replication;
    var wanted =
        new NewTopic(topic.name(), topic.partitions(), replicas)
            .configs(
                Map.of(
                    TopicConfig.CLEANUP_POLICY_CONFIG,
                    topic.isCompacted()
                        ? TopicConfig.CLEANUP_POLICY_COMPACT
                        : TopicConfig.CLEANUP_POLICY_DELETE,
                    TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                    String.valueOf(WriteKafka.MOST_BYTES)));
    try {
      admin.createTopics(List.of(wanted)).all().get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw KafkaProblem.refusal("create topic '" + topic.name() + "'", settings, e);
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** How many partitions the topic has; empty if there is no such topic. */
  public Optional<Integer> find(String topic) {
    try {
      var description = admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic);
      return Optional.of(description.partitions().size());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return Optional.empty();
      }
      throw KafkaProblem.refusal("look at topic '" + topic + "'", settings, e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private <T> T get(String work, KafkaFuture<T> answer) {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw KafkaProblem.refusal(work, settings, e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static Refusal interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new Refusal("interrupted while waiting for Kafka", e);
  }

  @Override
  public void close() {
    admin.close(Duration.ofMillis(ATTEMPT_MILLIS));
  }
}
