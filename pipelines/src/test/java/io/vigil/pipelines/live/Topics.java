package io.vigil.pipelines.live;

import io.vigil.pipelines.kafka.KafkaSettings;
import io.vigil.pipelines.kafka.KafkaTopics;
import io.vigil.pipelines.kafka.StartFrom;
import io.vigil.pipelines.kafka.TopicLog;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** The topics of the stack's broker. */
record Topics(String bootstrapServers) {

  private static final ClientQuotaEntity EVERYBODY =
      new ClientQuotaEntity(Collections.singletonMap(ClientQuotaEntity.CLIENT_ID, null));

  /** All records, in the order of each partition. */
  List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    TopicLog.of(KafkaSettings.of(bootstrapServers), topic, new StartFrom.Earliest())
        .forEach(records::add);
    return records;
  }

  /** How many records there are. */
  long count(String topic) {
    var bytes = new ByteArrayDeserializer();
    try (var consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of("bootstrap.servers", bootstrapServers), bytes, bytes)) {
      var partitions =
          consumer.partitionsFor(topic).stream()
              .map(it -> new TopicPartition(topic, it.partition()))
              .toList();
      return consumer.endOffsets(partitions).values().stream().mapToLong(it -> it).sum();
    }
  }

  void create(String topic, int partitions) {
    try (var admin = Admin.create(Map.<String, Object>of("bootstrap.servers", bootstrapServers))) {
      await(admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all());
    }
    try (var topics = KafkaTopics.connect(KafkaSettings.of(bootstrapServers))) {
      topics.awaitLeaders(topic, partitions);
    }
  }

  /**
   * @param value null for a record without one
   */
  void send(String topic, int partition, byte @Nullable [] value) {
    var key = new StringSerializer();
    var bytes = new ByteArraySerializer();
    try (var producer =
        new KafkaProducer<>(
            Map.<String, Object>of("bootstrap.servers", bootstrapServers), key, bytes)) {
      await(producer.send(new ProducerRecord<>(topic, partition, "key", value)));
    }
  }

  /** Lets each client read so many bytes in a second. */
  void slowDown(double bytesPerSecond) {
    quota(bytesPerSecond);
  }

  /** Lets all clients read as fast as they can. */
  void letGo() {
    quota(null);
  }

  private void quota(@Nullable Double bytesPerSecond) {
    try (var admin = Admin.create(Map.<String, Object>of("bootstrap.servers", bootstrapServers))) {
      var rate = new ClientQuotaAlteration.Op("consumer_byte_rate", bytesPerSecond);
      await(
          admin
              .alterClientQuotas(List.of(new ClientQuotaAlteration(EVERYBODY, List.of(rate))))
              .all());
    }
  }

  private static void await(Future<?> done) {
    try {
      done.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
