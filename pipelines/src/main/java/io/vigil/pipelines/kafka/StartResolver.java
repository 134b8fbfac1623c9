package io.vigil.pipelines.kafka;

import io.vigil.pipelines.cli.Refusal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Finds the offsets that a {@link StartFrom} means, and holds them against what the topic has. */
final class StartResolver {

  private static final int PATIENCE_MILLIS = 10_000;

  private final Consumer<?, ?> consumer;
  private final String consumerGroup;
  private final String topic;
  private final Set<TopicPartition> partitions = new HashSet<>();
  private final Map<TopicPartition, Long> first;
  private final Map<TopicPartition, Long> end;

  /** Asks with a consumer that is a member of the group. */
  StartResolver(Consumer<?, ?> consumer, String consumerGroup, String topic) {
    this.consumer = consumer;
    this.consumerGroup = consumerGroup;
    this.topic = topic;
    var infos = consumer.partitionsFor(topic);
    if (infos == null || infos.isEmpty()) {
      throw new Refusal("there is no topic '" + topic + "'");
    }
    infos.forEach(it -> partitions.add(new TopicPartition(topic, it.partition())));
    first = consumer.beginningOffsets(partitions);
    end = consumer.endOffsets(partitions);
  }

  static StartOffsets resolve(
      KafkaSettings settings, String consumerGroup, String topic, StartFrom from) {
    Map<String, Object> forItsWork =
        Map.of(
            ConsumerConfig.GROUP_ID_CONFIG, consumerGroup,
            ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
    try (var consumer = KafkaClients.consumer(settings, forItsWork)) {
      return new StartResolver(consumer, consumerGroup, topic).resolve(from);
    } catch (KafkaException e) {
      throw KafkaProblem.refusal("find the offsets of topic '" + topic + "'", settings, e);
    }
  }

  StartOffsets resolve(StartFrom from) {
    var offsets = new TreeMap<Integer, Long>();
    found(from).forEach((partition, offset) -> offsets.put(partition.partition(), offset));
    return new StartOffsets(topic, offsets);
  }

  private Map<TopicPartition, Long> found(StartFrom from) {
    if (from instanceof StartFrom.Earliest) {
      return first;
    }
    if (from instanceof StartFrom.Committed) {
      return committed();
    }
    if (from instanceof StartFrom.Time time) {
      return since(time.instant().toEpochMilli());
    }
    if (from instanceof StartFrom.Offsets given) {
      return given(given);
    }
    return end;
  }

  private Map<TopicPartition, Long> committed() {
    var offsets = new HashMap<>(first);
    consumer
        .committed(partitions)
        .forEach(
            (partition, commit) -> {
              if (commit != null) {
                checkHeld(partition, commit.offset(), "group '" + consumerGroup + "' stands at");
                offsets.put(partition, commit.offset());
              }
            });
    return offsets;
  }

  private Map<TopicPartition, Long> since(long time) {
    var asked = new HashMap<TopicPartition, Long>();
    partitions.forEach(partition -> asked.put(partition, time));
    var offsets = new HashMap<>(end);
    consumer
        .offsetsForTimes(asked)
        .forEach(
            (partition, found) -> {
              if (found != null) {
                offsets.put(partition, found.offset());
              }
            });
    return offsets;
  }

  private Map<TopicPartition, Long> given(StartFrom.Offsets given) {
    var known = new TreeSet<Integer>();
    partitions.forEach(partition -> known.add(partition.partition()));
    if (!known.equals(given.byPartition().keySet())) {
      throw new Refusal(
          "topic '%s' has the partitions %s, and offsets are given for %s"
              .formatted(topic, known, given.byPartition().keySet()));
    }
    var offsets = new HashMap<TopicPartition, Long>();
    given
        .byPartition()
        .forEach(
            (number, offset) -> {
              var partition = new TopicPartition(topic, number);
              checkHeld(partition, offset, "the start is given as");
              offsets.put(partition, offset);
            });
    return offsets;
  }

  /** To start elsewhere instead would lose records, or read some twice, without a word. */
  private void checkHeld(TopicPartition partition, long offset, String what) {
    if (offset < first.get(partition) || offset > end.get(partition)) {
      throw new Refusal(
          "%s offset %d of %s, but the topic holds %d to %d"
              .formatted(what, offset, partition, first.get(partition), end.get(partition)));
    }
  }
}
