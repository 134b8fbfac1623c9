package io.vigil.pipelines.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.jspecify.annotations.Nullable;

/** A topic of one test's own, with a producer for it. */
public final class TestTopic implements AutoCloseable {

  private final String name = "test-" + UUID.randomUUID();
  private final KafkaSettings settings = KafkaSettings.of(BrokerFixture.bootstrapServers());
  private final Producer<byte[], byte[]> producer = KafkaClients.producer(settings, Map.of());
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

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
    }
    try (var topics = KafkaTopics.connect(topic.settings)) {
      topics.awaitLeaders(topic.name, partitions);
    }
    return topic;
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
            value == null ? null : value.getBytes(UTF_8)),
        (metadata, problem) -> {
          if (problem != null) {
            failure.compareAndSet(null, problem);
          }
        });
  }

  public void flush() {
    producer.flush();
    if (failure.get() != null) {
      throw new AssertionError("a record was not written to " + name, failure.get());
    }
  }

  static String json(String id, Instant eventTime) {
    return """
    {"transaction_id":"%s","event_time":"%s","card_id":"c","merchant_id":"m","amount":1,\
    "currency":"GBP"}\
    """
        .formatted(id, eventTime);
  }

  /** All records of the topic, in the order of each partition. */
  List<ConsumerRecord<byte[], byte[]>> records() {
    var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    TopicLog.of(settings, name, new StartFrom.Earliest()).forEach(records::add);
    return records;
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
