package io.vigil.pipelines.kafka;

import io.vigil.pipelines.cli.Refusal;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * The records that a topic holds between two places: a log that is read once and ends, unlike the
 * stream of {@link ReadKafka}. Records of transactions that were taken back are not in it.
 */
public final class TopicLog {

  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);
  private static final Map<String, Object> PATIENCE =
      Map.of(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);

  private final KafkaSettings settings;
  private final StartOffsets start;
  private final StartOffsets end;

  private TopicLog(KafkaSettings settings, StartOffsets start, StartOffsets end) {
    this.settings = settings;
    this.start = start;
    this.end = end;
  }

  /**
   * What the topic holds now, from there on.
   *
   * @throws Refusal as {@link StartOffsets#resolve} does
   */
  public static TopicLog of(KafkaSettings settings, String topic, StartFrom from) {
    var group = "vigil";
    return new TopicLog(
        settings,
        StartOffsets.resolve(settings, group, topic, from),
        StartOffsets.resolve(settings, group, topic, new StartFrom.Latest()));
  }

  /**
   * About so many of its last records, of all partitions together; fewer if some were compacted
   * away.
   *
   * @throws Refusal as {@link StartOffsets#resolve} does
   */
  public static TopicLog last(KafkaSettings settings, String topic, int records) {
    var all = of(settings, topic, new StartFrom.Earliest());
    var from = new TreeMap<Integer, Long>();
    int each = Math.max(1, records / all.end.byPartition().size());
    all.end
        .byPartition()
        .forEach(
            (partition, end) ->
                from.put(partition, Math.max(all.start.byPartition().get(partition), end - each)));
    return new TopicLog(settings, new StartOffsets(topic, from), all.end);
  }

  /** The first offset of each partition. */
  public StartOffsets start() {
    return start;
  }

  /** The first offset of each partition that does not belong to it any more. */
  public StartOffsets end() {
    return end;
  }

  /**
   * Hands over all records, those of a partition in their order.
   *
   * @throws Refusal if the brokers do not give them within half a minute each time
   */
  public void forEach(Consumer<ConsumerRecord<byte[], byte[]>> action) {
    try (var consumer = KafkaClients.consumer(settings, PATIENCE)) {
      var left = new HashMap<TopicPartition, Long>();
      for (var partition : end.partitions()) {
        if (start.of(partition) < end.of(partition)) {
          left.put(partition, end.of(partition));
        }
      }
      consumer.assign(left.keySet());
      left.keySet().forEach(partition -> consumer.seek(partition, start.of(partition)));
      read(consumer, left, action);
    } catch (KafkaException e) {
      throw KafkaProblem.refusal("read topic '" + end.topic() + "'", settings, e);
    }
  }

  private void read(
      KafkaConsumer<byte[], byte[]> consumer,
      Map<TopicPartition, Long> left,
      Consumer<ConsumerRecord<byte[], byte[]>> action) {
    long lastMove = System.nanoTime();
    while (!left.isEmpty()) {
      var records = consumer.poll(POLL);
      for (var record : records) {
        if (record.offset() < end.of(new TopicPartition(record.topic(), record.partition()))) {
          action.accept(record);
        }
      }
      // Not by the last record: behind it there may be the ends of transactions.
      if (left.entrySet().removeIf(it -> consumer.position(it.getKey()) >= it.getValue())) {
        consumer.assign(left.keySet());
        lastMove = System.nanoTime();
      } else if (!records.isEmpty()) {
        lastMove = System.nanoTime();
      } else if (System.nanoTime() - lastMove > LONGEST_SILENCE.toNanos()) {
        throw new Refusal(
            "cannot read topic '%s', Kafka at %s: no broker gave its records in time"
                .formatted(end.topic(), settings.bootstrapServers()));
      }
    }
  }
}
