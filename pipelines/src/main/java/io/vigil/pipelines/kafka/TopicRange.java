package io.vigil.pipelines.kafka;

import io.vigil.pipelines.cli.Refusal;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.KafkaException;

/**
 * A part of a topic: for each partition the offsets from a first one up to an end, which does not
 * belong to it. It is a fact that is found out before a job starts.
 *
 * @param topic the topic
 * @param from the first offset of each partition
 * @param to the end of each of these partitions
 */
public record TopicRange(String topic, SortedMap<Integer, Long> from, SortedMap<Integer, Long> to)
    implements Serializable {

  /** How long readers of a range wait for an answer. */
  static final Map<String, Object> PATIENCE =
      Map.of(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);

  public TopicRange {
    from = new TreeMap<>(from);
    to = new TreeMap<>(to);
    if (!from.keySet().equals(to.keySet())) {
      throw new IllegalArgumentException("starts and ends are of different partitions");
    }
  }

  /**
   * Asks the cluster what the words mean now. Of transactions only those that are committed are
   * there.
   *
   * @param start where it begins; not {@link StartFrom.Committed}
   * @param end where it ends; a time means the first record that Kafka has stamped with it or a
   *     later one
   * @throws Refusal if the cluster does not answer, there is no such topic, it does not hold some
   *     of the records any more (or yet), or the end is before the start
   */
  public static TopicRange resolve(
      KafkaSettings settings, String topic, StartFrom start, StartFrom end) {
    if (start instanceof StartFrom.Committed || end instanceof StartFrom.Committed) {
      throw new IllegalArgumentException("a part of a topic has no consumer group");
    }
    try (var consumer = KafkaClients.consumer(settings, PATIENCE)) {
      var resolver = new StartResolver(consumer, "", topic);
      var from = resolver.resolve(start).byPartition();
      var to = resolver.resolve(end).byPartition();
      from.forEach((partition, offset) -> checkOrder(topic, partition, offset, to.get(partition)));
      return new TopicRange(topic, from, to);
    } catch (KafkaException e) {
      throw KafkaProblem.refusal("find the offsets of topic '" + topic + "'", settings, e);
    }
  }

  private static void checkOrder(String topic, int partition, long from, long to) {
    if (from > to) {
      throw new Refusal(
          "of partition %d of topic '%s' the end, offset %d, is before the start, %d"
              .formatted(partition, topic, to, from));
    }
  }

  /** How many offsets it has; some may hold no record. */
  public long offsets() {
    return from.keySet().stream().mapToLong(it -> to.get(it) - from.get(it)).sum();
  }

  /** Cuts it into pieces, each of which is read by one task. */
  List<Chunk> chunks(long mostOffsets) {
    var chunks = new ArrayList<Chunk>();
    from.forEach(
        (partition, first) -> {
          long end = to.get(partition);
          for (long start = first; start < end; start += mostOffsets) {
            chunks.add(new Chunk(topic, partition, start, Math.min(end, start + mostOffsets)));
          }
        });
    return chunks;
  }

  /** The offsets of a partition from a first one up to an end, which does not belong to it. */
  record Chunk(String topic, int partition, long from, long to) implements Serializable {
    @Override
    public String toString() {
      return "offsets %d to %d of partition %d of topic '%s'"
          .formatted(from, to - 1, partition, topic);
    }
  }

  /** {@code topic 0:17-99,1:0-12}, the ends not included. */
  @Override
  public String toString() {
    var parts = new ArrayList<String>();
    from.forEach(
        (partition, first) -> parts.add(partition + ":" + first + "-" + to.get(partition)));
    return topic + " " + String.join(",", parts);
  }
}
