package io.vigil.pipelines.kafka;

import io.vigil.pipelines.cli.Refusal;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Writes records to one topic, those of one key in their order, and none of them twice by itself.
 * While no broker answers it waits and tries again, with growing pauses. What it could not write
 * within five minutes shows as a {@link Refusal}, with one of the next records or on {@link
 * #flush}.
 */
public final class TopicWriter implements AutoCloseable {

  private static final Map<String, Object> PATIENT =
      Map.of(
          ProducerConfig.LINGER_MS_CONFIG, 5,
          ProducerConfig.BATCH_SIZE_CONFIG, 128 << 10,
          ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 100,
          ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG, 10_000,
          ProducerConfig.RECONNECT_BACKOFF_MS_CONFIG, 100,
          ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 10_000,
          ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 300_000,
          ProducerConfig.MAX_BLOCK_MS_CONFIG, 300_000);

  private static final Duration LAST_WORDS = Duration.ofSeconds(10);

  private final KafkaSettings settings;
  private final String topic;
  private final Producer<byte[], byte[]> producer;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  TopicWriter(KafkaSettings settings, String topic, Producer<byte[], byte[]> producer) {
    this.settings = settings;
    this.topic = topic;
    this.producer = producer;
  }

  /** Opens a writer; the broker need not answer yet. */
  public static TopicWriter open(KafkaSettings settings, String topic) {
    try {
      return new TopicWriter(settings, topic, KafkaClients.producer(settings, PATIENT));
    } catch (KafkaException e) {
      throw refusal(settings, topic, e);
    }
  }

  /** Takes a record; returns before it is written. */
  public void write(byte @Nullable [] key, byte[] value) {
    throwFailure();
    try {
      producer.send(
          new ProducerRecord<>(topic, key, value),
          (metadata, problem) -> {
            if (problem != null) {
              failure.compareAndSet(null, problem);
            }
          });
    } catch (KafkaException e) {
      throw refusal(settings, topic, e);
    }
  }

  /** Returns when every record so far is written. */
  public void flush() {
    try {
      producer.flush();
    } catch (KafkaException e) {
      throw refusal(settings, topic, e);
    }
    throwFailure();
  }

  /** Lets go of the connection; what was not flushed may be lost. */
  @Override
  public void close() {
    producer.close(failure.get() == null ? LAST_WORDS : Duration.ZERO);
  }

  private void throwFailure() {
    // Kept, for what has failed stays failed: the records behind it may be written already.
    var problem = failure.get();
    if (problem != null) {
      throw refusal(settings, topic, problem);
    }
  }

  private static Refusal refusal(KafkaSettings settings, String topic, Exception problem) {
    return KafkaProblem.refusal("write to topic '" + topic + "'", settings, problem);
  }
}
