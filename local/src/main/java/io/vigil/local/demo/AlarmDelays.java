package io.vigil.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vigil.local.StackException;
import io.vigil.local.demo.IncidentTopic.Alarm;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * How long it took from the append of the transactions that rang alarms to the alarms, in
 * milliseconds.
 *
 * @param inTopic until the broker had appended the incident, ascending
 * @param inTable until a query had shown its row, ascending
 */
record AlarmDelays(List<Long> inTopic, List<Long> inTable) {

  private static final JsonMapper JSON = new JsonMapper();

  private static final Map<String, String> FIELDS =
      Map.of(
          "merchant", "merchant_id",
          "card", "card_id",
          "country", "country",
          "issuer", "issuer",
          "category", "category");

  AlarmDelays {
    inTopic = List.copyOf(inTopic);
    inTable = List.copyOf(inTable);
  }

  /**
   * Finds the transactions in the topic.
   *
   * @param seen when each incident was first seen in the table
   * @param payments reads them, in the order of their partitions
   * @param since what was appended before does not count
   */
  static AlarmDelays of(
      List<Alarm> alarms,
      Map<String, Long> seen,
      Consumer<Consumer<ConsumerRecord<byte[], byte[]>>> payments,
      long since) {
    var rang = new HashMap<Alarm, Long>();
    payments.accept(
        record -> {
          if (record.timestamp() < since) {
            return;
          }
          var payment = parse(record.value());
          for (var alarm : alarms) {
            if (isOf(alarm, payment)) {
              rang.putIfAbsent(alarm, record.timestamp());
            }
          }
        });
    return new AlarmDelays(
        rang.entrySet().stream()
            .map(it -> it.getKey().appended() - it.getValue())
            .sorted()
            .toList(),
        rang.entrySet().stream()
            .filter(it -> seen.containsKey(it.getKey().incident()))
            .map(it -> seen.get(it.getKey().incident()) - it.getValue())
            .sorted()
            .toList());
  }

  private static boolean isOf(Alarm alarm, JsonNode payment) {
    var field = FIELDS.get(alarm.dimension());
    return alarm.time().equals(Instant.parse(payment.path("event_time").asText()))
        && (field == null || Objects.equals(payment.path(field).asText(), alarm.key()));
  }

  private static JsonNode parse(byte[] value) {
    try {
      return JSON.readTree(value);
    } catch (IOException e) {
      throw new StackException("topic %s: a payment is no JSON".formatted(InputTopic.NAME));
    }
  }

  /** The median of some that ascend. */
  static long median(List<Long> delays) {
    return delays.get(delays.size() / 2);
  }
}
