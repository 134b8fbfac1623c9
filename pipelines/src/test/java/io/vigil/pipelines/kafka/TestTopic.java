package io.vigil.pipelines.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** A topic of one test's own, with a producer for it. */
public final class TestTopic implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final String name = "test-" + UUID.randomUUID();
  private final KafkaSettings settings = KafkaSettings.of(BrokerFixture.bootstrapServers());
  private final KafkaProducer<byte[], byte[]> producer =
      new KafkaProducer<>(
          settings.forProducer(), new ByteArraySerializer(), new ByteArraySerializer());

  private TestTopic() {}

  public static TestTopic create(int partitions, Map<String, String> config) throws Exception {
    var topic = new TestTopic();
    try (var admin = Admin.create(topic.settings.forAdmin())) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(topic.name, partitions, (short) 1).configs(new HashMap<>(config))))
          .all()
          .get();
      topic.awaitKnown(admin, partitions);
    }
    return topic;
  }

  /** The broker tells of a new topic a little later than its controller has made it. */
  private void awaitKnown(Admin admin, int partitions) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!isKnown(admin, partitions)) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("the broker does not tell of " + name);
      }
      LockSupport.parkNanos(10_000_000);
    }
  }

  private boolean isKnown(Admin admin, int partitions) throws Exception {
    try {
      var known = admin.describeTopics(List.of(name)).allTopicNames().get().get(name).partitions();
      return known.size() == partitions && known.stream().allMatch(it -> it.leader() != null);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return false;
      }
      throw e;
    }
  }

  public static TestTopic create(int partitions) throws Exception {
    return create(partitions, Map.of());
  }

  public String name() {
    return name;
  }

  public KafkaSettings settings() {
    return settings;
  }

  public StartOffsets start(StartFrom from) {
    return StartOffsets.resolve(settings, "test", name, from);
  }

  void grow(int partitions) throws Exception {
    try (var admin = Admin.create(settings.forAdmin())) {
      admin.createPartitions(Map.of(name, NewPartitions.increaseTo(partitions))).all().get();
    }
  }

  /** Sends a good transaction that happened at that time. */
  void payment(int partition, String id, Instant eventTime) {
    send(partition, json(id, eventTime));
  }

  public void send(int partition, @Nullable String value) {
    send(partition, null, value);
  }

  void send(int partition, @Nullable Instant timestamp, @Nullable String value) {
    producer.send(
        new ProducerRecord<>(
            name,
            partition,
            timestamp == null ? null : timestamp.toEpochMilli(),
            "key".getBytes(UTF_8),
            value == null ? null : value.getBytes(UTF_8)));
  }

  public void flush() {
    producer.flush();
  }

  static String json(String id, Instant eventTime) {
    return """
        {"transaction_id":"%s","event_time":"%s","card_id":"c","merchant_id":"m","amount":1,\
        "currency":"GBP"}"""
        .formatted(id, eventTime);
  }

  /** All records of the topic, in the order of each partition. */
  List<ConsumerRecord<byte[], byte[]>> records() throws ExecutionException, InterruptedException {
    var bytes = new ByteArrayDeserializer();
    try (var consumer = new KafkaConsumer<>(settings.forConsumer(), bytes, bytes)) {
      var partitions =
          consumer.partitionsFor(name).stream()
              .map(it -> new TopicPartition(name, it.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      long left = consumer.endOffsets(partitions).values().stream().mapToLong(it -> it).sum();
      var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
      while (records.size() < left) {
        consumer.poll(Duration.ofSeconds(1)).forEach(records::add);
      }
      return records;
    }
  }

  String config(String topic, String setting) throws Exception {
    try (var admin = Admin.create(settings.forAdmin())) {
      var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
      return admin
          .describeConfigs(List.of(resource))
          .all()
          .get()
          .get(resource)
          .get(setting)
          .value();
    }
  }

  void delete(String topic) {
    try (var admin = Admin.create(settings.forAdmin())) {
      admin.deleteTopics(List.of(topic));
    }
  }

  /** Leaves the topic: readers of the Direct runner outlive it, and would ask for it for ever. */
  @Override
  public void close() {
    producer.close();
  }
}
