package io.vigil.local.demo;

import io.vigil.local.StackException;
import io.vigil.local.Waiting;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The topic that Vigil reads. The broker stamps its records as they are appended. */
final class InputTopic implements AutoCloseable {

  static final String NAME = "transactions";
  static final int PARTITIONS = 4;

  private static final Duration POLL = Duration.ofMillis(200);

  private final String servers;
  private final KafkaProducer<byte[], byte[]> producer;

  private InputTopic(String servers) {
    this.servers = servers;
    this.producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers", servers,
                "acks", "all",
                // To a topic that was just made: a second request may overtake a refused first.
                "max.in.flight.requests.per.connection", "1"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** Makes the topic, which is not there yet. */
  static InputTopic create(String servers) {
    var stamped = Map.of(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
    try (var admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      var topic = new NewTopic(NAME, PARTITIONS, (short) 1).configs(stamped);
      admin.createTopics(List.of(topic)).all().get();
      return new InputTopic(servers);
    } catch (ExecutionException e) {
      throw problem(e);
    } catch (InterruptedException e) {
      throw Waiting.interrupted();
    }
  }

  /** Sends a payment, and returns where it stands and when it was appended. */
  RecordMetadata send(Payment payment) {
    return send(payment.card().getBytes(StandardCharsets.UTF_8), payment.toJson());
  }

  RecordMetadata send(byte[] key, byte[] value) {
    try {
      return producer.send(record(key, value)).get();
    } catch (ExecutionException e) {
      throw problem(e);
    } catch (InterruptedException e) {
      throw Waiting.interrupted();
    }
  }

  /** How many records there are in all partitions; none is ever deleted here. */
  long size() {
    try (var consumer = Reading.assigned(servers, NAME)) {
      return consumer.endOffsets(consumer.assignment()).values().stream()
          .mapToLong(Long::longValue)
          .sum();
    }
  }

  /** The newest records of a partition. */
  List<ConsumerRecord<byte[], byte[]>> newest(int partition, int count) {
    var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    try (var consumer = Reading.assigned(servers, NAME)) {
      var wanted = new TopicPartition(NAME, partition);
      consumer.assign(List.of(wanted));
      long end = consumer.endOffsets(List.of(wanted)).get(wanted);
      consumer.seek(wanted, Math.max(0, end - count));
      while (consumer.position(wanted) < end) {
        consumer.poll(POLL).forEach(records::add);
      }
    }
    return records.subList(0, Math.min(count, records.size()));
  }

  /** Reads everything from the beginning to the end that there is now. */
  void readAll(Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    try (var consumer = Reading.assigned(servers, NAME)) {
      var ends = consumer.endOffsets(consumer.assignment());
      consumer.seekToBeginning(consumer.assignment());
      while (!isAtEnd(consumer, ends)) {
        consumer.poll(POLL).forEach(reader);
      }
    }
  }

  private static boolean isAtEnd(
      KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream().allMatch(it -> consumer.position(it.getKey()) >= it.getValue());
  }

  private static ProducerRecord<byte[], byte[]> record(byte[] key, byte[] value) {
    return new ProducerRecord<>(NAME, key, value);
  }

  private static StackException problem(ExecutionException e) {
    return new StackException(
        "topic %s: %s".formatted(NAME, String.valueOf(e.getCause().getMessage())));
  }

  @Override
  public void close() {
    producer.close(POLL);
  }
}
