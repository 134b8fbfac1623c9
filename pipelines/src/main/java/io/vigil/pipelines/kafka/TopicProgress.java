package io.vigil.pipelines.kafka;

import io.vigil.pipelines.cli.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * How far a consumer group has come in a topic, seen from outside: it joins no group and commits
 * nothing. For one thread at a time.
 */
public final class TopicProgress implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 4_000;
  private static final int ATTEMPT_MILLIS = 2_000;
  private static final Duration LONGEST_LOOK = Duration.ofSeconds(2);
  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaSettings settings;
  private final String topic;
  private final String consumerGroup;
  private final Admin admin;
  private final KafkaConsumer<byte[], byte[]> consumer;

  private TopicProgress(
      KafkaSettings settings,
      String topic,
      String consumerGroup,
      Admin admin,
      KafkaConsumer<byte[], byte[]> consumer) {
    this.settings = settings;
    this.topic = topic;
    this.consumerGroup = consumerGroup;
    this.admin = admin;
    this.consumer = consumer;
  }

  /**
   * Makes the clients; the brokers are asked later, and may come and go.
   *
   * @throws Refusal if the settings are wrong
   */
  public static TopicProgress of(KafkaSettings settings, String topic, String consumerGroup) {
    Map<String, Object> forItsWork =
        Map.of(
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "earliest",
            // One batch of each partition is enough to see when it continues.
            ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
            1,
            ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            PATIENCE_MILLIS,
            ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG,
            ATTEMPT_MILLIS);
    Admin admin = null;
    try {
      admin = KafkaClients.admin(settings, PATIENCE_MILLIS, ATTEMPT_MILLIS);
      var consumer = KafkaClients.consumer(settings, forItsWork);
      return new TopicProgress(settings, topic, consumerGroup, admin, consumer);
    } catch (KafkaException e) {
      if (admin != null) {
        admin.close(Duration.ZERO);
      }
      throw KafkaProblem.refusal("reach the brokers", settings, e);
    }
  }

  /**
   * Every partition of the topic, in order.
   *
   * @throws Refusal if the brokers do not answer within a few seconds, or there is no such topic
   */
  public List<PartitionProgress> now() {
    try {
      var partitions = partitions();
      var first = offsets(partitions, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED);
      var newest = offsets(partitions, OffsetSpec.maxTimestamp(), IsolationLevel.READ_UNCOMMITTED);
      var next = next(first);
      // Asked for last: nobody can have committed more.
      var end = offsets(partitions, OffsetSpec.latest(), KafkaClients.isolation(settings));
      var waiting = new HashMap<>(next);
      waiting.entrySet().removeIf(it -> it.getValue() >= end.get(it.getKey()).offset());
      var times = times(waiting);
      return partitions.stream()
          .map(
              it ->
                  new PartitionProgress(
                      it.partition(),
                      next.get(it),
                      end.get(it).offset(),
                      times.get(it),
                      instant(newest.get(it).timestamp())))
          .toList();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        throw new Refusal(
            "there is no topic '%s', Kafka at %s".formatted(topic, settings.bootstrapServers()));
      }
      throw KafkaProblem.refusal("look at topic '" + topic + "'", settings, e);
    } catch (KafkaException e) {
      throw KafkaProblem.refusal("look at topic '" + topic + "'", settings, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refusal("interrupted while waiting for Kafka", e);
    }
  }

  private List<TopicPartition> partitions() throws ExecutionException, InterruptedException {
    return admin
        .describeTopics(List.of(topic))
        .allTopicNames()
        .get()
        .get(topic)
        .partitions()
        .stream()
        .map(it -> new TopicPartition(topic, it.partition()))
        .toList();
  }

  private Map<TopicPartition, ListOffsetsResultInfo> offsets(
      Collection<TopicPartition> partitions, OffsetSpec which, IsolationLevel isolation)
      throws ExecutionException, InterruptedException {
    var asked = new HashMap<TopicPartition, OffsetSpec>();
    partitions.forEach(it -> asked.put(it, which));
    return admin.listOffsets(asked, new ListOffsetsOptions(isolation)).all().get();
  }

  private Map<TopicPartition, Long> next(Map<TopicPartition, ListOffsetsResultInfo> first)
      throws ExecutionException, InterruptedException {
    var committed =
        admin.listConsumerGroupOffsets(consumerGroup).partitionsToOffsetAndMetadata().get();
    var next = new HashMap<TopicPartition, Long>();
    first.forEach(
        (partition, oldest) -> {
          var commit = committed.get(partition);
          next.put(
              partition,
              commit == null ? oldest.offset() : Math.max(commit.offset(), oldest.offset()));
        });
    return next;
  }

  /** The times of the records at these offsets, or after them where there is a gap. */
  private Map<TopicPartition, Instant> times(Map<TopicPartition, Long> offsets) {
    var times = new HashMap<TopicPartition, Instant>();
    consumer.unsubscribe();
    consumer.assign(offsets.keySet());
    offsets.forEach(consumer::seek);
    long limit = System.nanoTime() + LONGEST_LOOK.toNanos();
    while (times.size() < offsets.size() && System.nanoTime() < limit) {
      for (var record : consumer.poll(POLL)) {
        var partition = new TopicPartition(record.topic(), record.partition());
        if (times.putIfAbsent(partition, Instant.ofEpochMilli(record.timestamp())) == null) {
          consumer.pause(Set.of(partition));
        }
      }
    }
    return times;
  }

  private static @Nullable Instant instant(long timestamp) {
    return timestamp < 0 ? null : Instant.ofEpochMilli(timestamp);
  }

  @Override
  public void close() {
    consumer.close(Duration.ofMillis(ATTEMPT_MILLIS));
    admin.close(Duration.ofMillis(ATTEMPT_MILLIS));
  }
}
