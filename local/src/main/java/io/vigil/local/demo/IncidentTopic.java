package io.vigil.local.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vigil.local.StackException;
import io.vigil.local.Waiting;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/** Vigil's topic of incidents, listened to from its beginning. */
final class IncidentTopic implements AutoCloseable {

  static final String NAME = "vigil.incidents";

  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration POLL = Duration.ofMillis(50);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Set<String> told = new HashSet<>();

  /**
   * An incident as it was first told.
   *
   * @param time the event time of the transaction that made it one
   * @param appended when the broker appended the row, in milliseconds since the epoch
   */
  record Alarm(
      String incident,
      String kind,
      boolean fraud,
      String dimension,
      String key,
      Instant time,
      long appended) {

    /** The key, as it may be shown. */
    String shownKey() {
      return Masking.ofKey(dimension, key);
    }
  }

  private IncidentTopic(KafkaConsumer<byte[], byte[]> consumer) {
    this.consumer = consumer;
  }

  /** Lets the broker stamp the rows as they are appended, and listens. */
  static IncidentTopic listen(String servers) {
    stampByBroker(servers);
    var consumer = Reading.assigned(servers, NAME);
    consumer.seekToBeginning(consumer.assignment());
    return new IncidentTopic(consumer);
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

  /** The incidents that were told for the first time since the last call. */
  List<Alarm> next() {
    var alarms = new ArrayList<Alarm>();
    for (var record : consumer.poll(POLL)) {
      // A null withdraws what was said under its key.
      if (record.value() != null) {
        var row = parse(record.value());
        var incident = row.path("incident_id").asText();
        if (!row.path("state").asText().equals("RETRACTED") && told.add(incident)) {
          alarms.add(
              new Alarm(
                  incident,
                  row.path("kind").asText(),
                  row.path("fraud").asBoolean(),
                  row.path("dimension").asText(),
                  row.path("key").asText(),
                  Instant.parse(row.path("alarmed_at").asText()),
                  record.timestamp()));
        }
      }
    }
    return alarms;
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
