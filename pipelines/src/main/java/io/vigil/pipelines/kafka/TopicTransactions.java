package io.vigil.pipelines.kafka;

import io.vigil.pipelines.cli.Refusal;
import java.time.Duration;
import java.util.Map;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;

/**
 * Writes records to topics of one cluster in Kafka's transactions: all of one are there, or none.
 * Opening one ends whatever another of the same id has begun, and that one can write no more. For
 * one thread.
 */
public final class TopicTransactions implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 60_000;
  private static final Duration LAST_WORDS = Duration.ofSeconds(10);

  private final KafkaSettings settings;
  private final String id;
  private final Producer<byte[], byte[]> producer;
  private boolean isOpen;

  private TopicTransactions(KafkaSettings settings, String id, Producer<byte[], byte[]> producer) {
    this.settings = settings;
    this.id = id;
    this.producer = producer;
  }

  /**
   * Waits until what was begun before under this id is committed or taken back.
   *
   * @throws Refusal if the brokers do not answer within a minute
   */
  public static TopicTransactions open(KafkaSettings settings, String id) {
    Map<String, Object> forItsWork =
        Map.of(
            ProducerConfig.TRANSACTIONAL_ID_CONFIG, id,
            ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MILLIS,
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
    Producer<byte[], byte[]> producer = null;
    try {
      producer = KafkaClients.producer(settings, forItsWork);
      producer.initTransactions();
      return new TopicTransactions(settings, id, producer);
    } catch (KafkaException e) {
      if (producer != null) {
        producer.close(Duration.ZERO);
      }
      throw KafkaProblem.refusal("begin a transaction", settings, e);
    }
  }

  /** Adds a record to the transaction. */
  public void write(ProducerRecord<byte[], byte[]> record) {
    try {
      if (!isOpen) {
        producer.beginTransaction();
        isOpen = true;
      }
      // What fails shows when the transaction is committed.
      producer.send(record);
    } catch (KafkaException e) {
      throw refusal(e);
    }
  }

  /** Lets everything since the last time be seen at once. */
  public void commit() {
    if (isOpen) {
      try {
        producer.commitTransaction();
        isOpen = false;
      } catch (KafkaException e) {
        throw refusal(e);
      }
    }
  }

  private Refusal refusal(KafkaException problem) {
    var cause = ExceptionUtils.getRootCause(problem);
    // Two words for the same: it depends on what the brokers notice first.
    return cause instanceof ProducerFencedException
            || cause instanceof InvalidProducerEpochException
        ? new Refusal("another run has taken over from this one: " + id, problem)
        : KafkaProblem.refusal("write", settings, problem);
  }

  /** Takes back what was not committed. */
  @Override
  public void close() {
    producer.close(isOpen ? Duration.ZERO : LAST_WORDS);
  }
}
