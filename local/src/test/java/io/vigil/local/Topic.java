package io.vigil.local;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A topic of one partition, read and written by real clients. */
record Topic(String bootstrapServers, String name) {

  void create() {
    try (var admin = Admin.create(settings())) {
      admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all().get();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  void send(String value) {
    try (var producer =
        new KafkaProducer<>(settings(), new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>(name, value)).get();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  /** The values from the beginning on: as many as asked for, or as come within the limit. */
  List<String> read(int count, Duration limit) {
    var values = new ArrayList<String>();
    try (var consumer =
        new KafkaConsumer<>(settings(), new StringDeserializer(), new StringDeserializer())) {
      var partitions = List.of(new TopicPartition(name, 0));
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      long end = System.nanoTime() + limit.toNanos();
      while (values.size() < count && System.nanoTime() - end < 0) {
        consumer.poll(Duration.ofMillis(100)).forEach(it -> values.add(it.value()));
      }
    }
    return values;
  }

  private Map<String, Object> settings() {
    return Map.of("bootstrap.servers", bootstrapServers);
  }
}
