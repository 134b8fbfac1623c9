package io.vigil.pipelines.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Makes every client of Kafka that Vigil has, so that what the user has set holds for all of them
 * alike: it wins over what a client is given for its work, and that over what is here. What may not
 * be set {@link KafkaSettings} refuses. Names of settings are Kafka's; times are in milliseconds.
 */
final class KafkaClients {

  private static final Map<String, Object> CONSUMER =
      Map.of(
          // What a transaction has taken back was never there.
          ConsumerConfig.ISOLATION_LEVEL_CONFIG,
          "read_committed",
          ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
          false,
          ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
          false,
          // An offset that is gone must stop the job: to go on elsewhere would lose records
          // silently.
          ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
          "none");

  private static final Map<String, Object> PRODUCER =
      Map.of(
          ProducerConfig.ACKS_CONFIG,
          "all",
          ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
          true,
          // With a second request under way, the first one of a producer may be refused, by a
          // broker
          // that does not lead yet, and the second taken. Then the first can never be written.
          ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
          1,
          ProducerConfig.COMPRESSION_TYPE_CONFIG,
          "lz4",
          ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
          WriteKafka.MOST_BYTES);

  private KafkaClients() {}

  /**
   * @param forItsWork what this client needs unless the user says otherwise
   * @throws org.apache.kafka.common.KafkaException if a value is wrong
   */
  static KafkaConsumer<byte[], byte[]> consumer(
      KafkaSettings settings, Map<String, Object> forItsWork) {
    var bytes = new ByteArrayDeserializer();
    return new KafkaConsumer<>(consumerConfig(settings, forItsWork), bytes, bytes);
  }

  /** The configuration of such a consumer, for one that must be of a class of its own. */
  static Map<String, Object> consumerConfig(
      KafkaSettings settings, Map<String, Object> forItsWork) {
    return config(CONSUMER, forItsWork, settings.forConsumer());
  }

  /** As {@link #consumer}. */
  static KafkaProducer<byte[], byte[]> producer(
      KafkaSettings settings, Map<String, Object> forItsWork) {
    var bytes = new ByteArraySerializer();
    return new KafkaProducer<>(config(PRODUCER, forItsWork, settings.forProducer()), bytes, bytes);
  }

  /**
   * As {@link #consumer}.
   *
   * @param patience for all attempts of a request together
   * @param attempt for one of them
   */
  static Admin admin(KafkaSettings settings, int patience, int attempt) {
    var given = settings.forAdmin();
    // Kafka holds the two against each other: they are the user's, or they are ours.
    boolean isOurs =
        !given.containsKey(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG)
            && !given.containsKey(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG);
    Map<String, Object> times =
        Map.of(
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            patience,
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
            attempt);
    return Admin.create(config(isOurs ? times : Map.of(), Map.of(), given));
  }

  /** Whether the consumers see records of transactions that are not committed. */
  static IsolationLevel isolation(KafkaSettings settings) {
    var level = consumerConfig(settings, Map.of()).get(ConsumerConfig.ISOLATION_LEVEL_CONFIG);
    return level.equals("read_uncommitted")
        ? IsolationLevel.READ_UNCOMMITTED
        : IsolationLevel.READ_COMMITTED;
  }

  private static Map<String, Object> config(
      Map<String, Object> always, Map<String, Object> forItsWork, Map<String, Object> given) {
    var config = new HashMap<>(always);
    config.putAll(forItsWork);
    config.putAll(given);
    return config;
  }
}
