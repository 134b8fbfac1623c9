package io.vigil.pipelines.kafka;

import io.vigil.pipelines.cli.Refusal;
import java.io.Serializable;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * The offset at which each partition of a topic is read first: a fact, found out once before the
 * job starts, so that a plan can show it and every attempt of the job begins at the same place.
 *
 * @param topic the topic
 * @param byPartition has all partitions that the job reads
 */
public record StartOffsets(String topic, SortedMap<Integer, Long> byPartition)
    implements Serializable {

  public StartOffsets {
    byPartition = new TreeMap<>(byPartition);
  }

  /**
   * Asks the cluster what the words mean now.
   *
   * @param consumerGroup whose commits {@link StartFrom.Committed} means
   * @throws Refusal if the cluster does not answer, there is no such topic, or it does not hold the
   *     records any more (or yet) from which to start
   */
  public static StartOffsets resolve(
      KafkaSettings settings, String consumerGroup, String topic, StartFrom from) {
    return StartResolver.resolve(settings, consumerGroup, topic, from);
  }

  List<TopicPartition> partitions() {
    return byPartition.keySet().stream().map(it -> new TopicPartition(topic, it)).toList();
  }

  long of(TopicPartition partition) {
    var offset = byPartition.get(partition.partition());
    if (offset == null || !partition.topic().equals(topic)) {
      throw new IllegalArgumentException("the job does not read " + partition);
    }
    return offset;
  }

  /** {@code topic 0:17,1:99}. */
  @Override
  public String toString() {
    return topic
        + " "
        + byPartition.entrySet().stream()
            .map(it -> it.getKey() + ":" + it.getValue())
            .collect(Collectors.joining(","));
  }
}
