package io.vigil.pipelines.kafka;

import java.io.Serializable;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Makes the consumers of KafkaIO's readers: for each reader one that reads, and one that asks for
 * the ends of its partitions. What the user has set comes in here and not through KafkaIO, which
 * shows its configuration to whoever looks at the pipeline.
 */
final class ConsumerFactory
    implements SerializableFunction<Map<String, Object>, Consumer<byte[], byte[]>> {

  private static final long serialVersionUID = 1;

  private final KafkaSettings settings;
  private final StartOffsets start;

  /** What the one consumer of a reader tells the other. */
  private final ConcurrentHashMap<TopicPartition, Fetched> fetched = new ConcurrentHashMap<>();

  ConsumerFactory(KafkaSettings settings, StartOffsets start) {
    this.settings = settings;
    this.start = start;
  }

  @Override
  public Consumer<byte[], byte[]> apply(Map<String, Object> ofKafkaIo) {
    var config = new HashMap<>(ofKafkaIo);
    config.remove(ConsumerConfig.RECEIVE_BUFFER_CONFIG);
    config.remove(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG);
    var buffer = ofKafkaIo.get(ConsumerConfig.RECEIVE_BUFFER_CONFIG);
    KafkaClients.consumerConfig(settings, Map.of(ConsumerConfig.RECEIVE_BUFFER_CONFIG, buffer))
        .forEach(config::putIfAbsent);
    try {
      return new StartingConsumer(config, start, fetched);
    } catch (KafkaException e) {
      throw KafkaProblem.refusal("read topic '" + start.topic() + "'", settings, e);
    }
  }

  /**
   * How far a partition was fetched.
   *
   * @param position the next offset to ask for
   * @param afterLastRecord the offset after the last record
   */
  private record Fetched(long position, long afterLastRecord) implements Serializable {}

  /**
   * Begins at the known offsets. KafkaIO assigns the partitions first, and then seeks to where a
   * restored job stood, or else asks where the consumer is.
   *
   * <p>The end of a transaction takes up an offset, and is no record. A partition that ends with it
   * would have a backlog for ever, and never be idle: so its end, once it is reached, is said to be
   * that of its last record.
   */
  private static final class StartingConsumer extends KafkaConsumer<byte[], byte[]> {
    private final StartOffsets start;
    private final ConcurrentMap<TopicPartition, Fetched> fetched;

    StartingConsumer(
        Map<String, Object> config,
        StartOffsets start,
        ConcurrentMap<TopicPartition, Fetched> fetched) {
      super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
      this.start = start;
      this.fetched = fetched;
    }

    @Override
    public void assign(Collection<TopicPartition> partitions) {
      super.assign(partitions);
      partitions.forEach(partition -> seek(partition, start.of(partition)));
    }

    @Override
    public void seek(TopicPartition partition, long offset) {
      super.seek(partition, offset);
      // The consumer that asks for the ends is put at the start, too: it must not take anything
      // back.
      fetched.merge(
          partition,
          new Fetched(offset, offset),
          (before, now) -> before.position() > offset ? before : now);
    }

    /** The one that KafkaIO calls. */
    @Deprecated
    @Override
    public ConsumerRecords<byte[], byte[]> poll(long timeoutMillis) {
      return poll(Duration.ofMillis(timeoutMillis));
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
      var records = super.poll(timeout);
      for (var partition : assignment()) {
        var ofPartition = records.records(partition);
        long position = position(partition);
        fetched.computeIfPresent(
            partition,
            (it, before) ->
                new Fetched(
                    position,
                    ofPartition.isEmpty()
                        ? before.afterLastRecord()
                        : ofPartition.get(ofPartition.size() - 1).offset() + 1));
      }
      return records;
    }

    @Override
    public Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions) {
      var ends = new HashMap<>(super.endOffsets(partitions));
      ends.replaceAll(
          (partition, end) -> {
            var here = fetched.get(partition);
            return here != null && here.position() >= end ? here.afterLastRecord() : end;
          });
      return ends;
    }
  }
}
