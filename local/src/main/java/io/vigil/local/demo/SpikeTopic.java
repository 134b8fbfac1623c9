package io.vigil.local.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vigil.local.StackException;
import io.vigil.local.Waiting;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/** Vigil's topic of alarms, listened to from now on. */
final class SpikeTopic implements AutoCloseable {

  static final String NAME = "vigil.spikes";

  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration POLL = Duration.ofMillis(50);

  private final KafkaConsumer<byte[], byte[]> consumer;

  /** An alarm, and when the broker appended it, in milliseconds since the epoch. */
  record Alarm(long flagged, long threshold, long appended) {}

  private SpikeTopic(KafkaConsumer<byte[], byte[]> consumer) {
    this.consumer = consumer;
  }

  /** Lets the broker stamp the rows as they are appended, and listens. */
  static SpikeTopic listen(String servers) {
    stampByBroker(servers);
    var consumer = Reading.assigned(servers, NAME);
    consumer.seekToEnd(consumer.assignment());
    consumer.assignment().forEach(consumer::position);
    return new SpikeTopic(consumer);
  }

  private static void stampByBroker(String servers) {
    var topic = new ConfigResource(ConfigResource.Type.TOPIC, NAME);
    var entry = new ConfigEntry(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
    try (var admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      admin
          .incrementalAlterConfigs(Map.of(topic, List.of(new AlterConfigOp(entry, OpType.SET))))
          .all()
          .get();
    } catch (ExecutionException e) {
      throw new StackException("topic %s: %s".formatted(NAME, e.getCause().getMessage()));
    } catch (InterruptedException e) {
      throw Waiting.interrupted();
    }
  }

  /** The first alarm about a merchant among those that have come since the last call. */
  Optional<Alarm> next(String merchant) {
    for (var record : consumer.poll(POLL)) {
      var row = parse(record.value());
      if (row.path("dimension").asText().equals("merchant")
          && row.path("key").asText().equals(merchant)
          && !row.path("state").asText().equals("RETRACTED")) {
        return Optional.of(
            new Alarm(
                row.path("flagged").asLong(), row.path("threshold").asLong(), record.timestamp()));
      }
    }
    return Optional.empty();
  }

  private static JsonNode parse(byte[] value) {
    try {
      return JSON.readTree(new String(value, StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new StackException("topic %s: a row is no JSON".formatted(NAME));
    }
  }

  @Override
  public void close() {
    consumer.close(POLL);
  }
}
