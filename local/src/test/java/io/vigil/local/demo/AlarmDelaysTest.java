package io.vigil.local.demo;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;

import io.vigil.local.demo.IncidentTopic.Alarm;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class AlarmDelaysTest {

  private static final String RANG = "2026-03-02T10:00:00.123Z";

  @Test
  void aDelayRunsFromTheAppendOfThePaymentThatRangTheAlarm() {
    var delays =
        AlarmDelays.of(
            List.of(alarm("i", "merchant", "shop", 5_700)),
            Map.of("i", 5_900L),
            List.of(
                    payment(5_000, "2026-03-02T10:00:00Z", "shop"),
                    payment(5_100, RANG, "other"),
                    payment(5_200, RANG, "shop"))
                ::forEach,
            0);

    assertThat(delays.inTopic(), contains(500L));
    assertThat(delays.inTable(), contains(700L));
  }

  @Test
  void anAlarmOfAllIsRungByAPaymentToAnybody() {
    var delays =
        AlarmDelays.of(
            List.of(alarm("i", "all", "all", 5_700)),
            Map.of(),
            List.of(payment(5_100, RANG, "other"))::forEach,
            0);

    assertThat(delays.inTopic(), contains(600L));
    assertThat(delays.inTable(), empty());
  }

  @Test
  void whatWasAppendedBeforeDoesNotCount() {
    var delays =
        AlarmDelays.of(
            List.of(alarm("i", "merchant", "shop", 5_700)),
            Map.of("i", 5_900L),
            List.of(payment(4_999, RANG, "shop"))::forEach,
            5_000);

    assertThat(delays.inTopic(), empty());
  }

  private static Alarm alarm(String incident, String dimension, String key, long appended) {
    return new Alarm(incident, "cash_out", true, dimension, key, Instant.parse(RANG), appended);
  }

  private static ConsumerRecord<byte[], byte[]> payment(long appended, String time, String shop) {
    var json = "{\"event_time\":\"%s\",\"merchant_id\":\"%s\"}".formatted(time, shop);
    return new ConsumerRecord<>(
        InputTopic.NAME,
        0,
        0,
        appended,
        TimestampType.LOG_APPEND_TIME,
        0,
        json.length(),
        new byte[0],
        json.getBytes(StandardCharsets.UTF_8),
        new RecordHeaders(),
        Optional.empty());
  }
}
