package io.vigil.pipelines.kafka;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Makes the consumers of KafkaIO's readers. What the user has set comes in here and not through
 * KafkaIO, which shows its configuration to whoever looks at the pipeline.
 */
record ConsumerFactory(KafkaSettings settings, StartOffsets start)
    implements SerializableFunction<Map<String, Object>, Consumer<byte[], byte[]>> {

  @Override
  public Consumer<byte[], byte[]> apply(Map<String, Object> ofKafkaIo) {
    var config = new HashMap<>(ofKafkaIo);
    config.remove(ConsumerConfig.RECEIVE_BUFFER_CONFIG);
    settings.forConsumer().forEach(config::putIfAbsent);
    config.putIfAbsent(
        ConsumerConfig.RECEIVE_BUFFER_CONFIG, ofKafkaIo.get(ConsumerConfig.RECEIVE_BUFFER_CONFIG));
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    // An offset that is gone must stop the job: to go on elsewhere would lose records silently.
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    return new StartingConsumer(config, start);
  }

  /**
   * Begins at the known offsets. KafkaIO assigns the partitions first, and then seeks to where a
   * restored job stood, or else asks where the consumer is.
   */
  private static final class StartingConsumer extends KafkaConsumer<byte[], byte[]> {
    private final StartOffsets start;

    StartingConsumer(Map<String, Object> config, StartOffsets start) {
      super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
      this.start = start;
    }

    @Override
    public void assign(Collection<TopicPartition> partitions) {
      super.assign(partitions);
      partitions.forEach(partition -> seek(partition, start.of(partition)));
    }
  }
}
