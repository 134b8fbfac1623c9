package io.vigil.local.demo;

import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads topics without a group, and so without a trace. */
final class Reading {

  private Reading() {}

  /** A consumer of all partitions of a topic, from their ends on. */
  static KafkaConsumer<byte[], byte[]> assigned(String servers, String topic) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers", servers,
            "enable.auto.commit", "false",
            "auto.offset.reset", "latest");
    var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    consumer.assign(
        consumer.partitionsFor(topic).stream()
            .map(it -> new TopicPartition(topic, it.partition()))
            .toList());
    return consumer;
  }
}
