package io.vigil.benchmarks.live;

import io.vigil.local.LocalStack;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Plants small frauds, each at a shop of its own, and waits for their spikes: five payments over
 * the limit of {@code amount-over}, each with a card of its own, of which the fifth makes the
 * spike. All times are of this machine's one clock.
 */
final class Probes implements AutoCloseable {

  private static final int PAYMENTS = 5;
  private static final Duration BETWEEN = Duration.ofMillis(500);
  private static final Duration LAST_WAIT = Duration.ofSeconds(20);
  private static final Pattern SHOP = Pattern.compile("\"key\":\"(probe-[0-9]+)\"");

  private final LocalStack stack;
  private final MonitorJob job;
  private final KafkaProducer<byte[], byte[]> producer;
  private final KafkaConsumer<byte[], byte[]> spikes;
  private final Map<String, Long> appended = new HashMap<>();
  private final Map<String, Long> inTopic = new HashMap<>();
  private final Map<String, Long> inPostgres = new HashMap<>();

  Probes(LocalStack stack, MonitorJob job) {
    this.stack = stack;
    this.job = job;
    var config = new Properties();
    config.put("bootstrap.servers", stack.kafka().bootstrapServers());
    var bytes = new ByteArraySerializer();
    producer = new KafkaProducer<>(config, bytes, bytes);
    config.put("group.id", "probes");
    var read = new ByteArrayDeserializer();
    spikes = new KafkaConsumer<>(config, read, read);
    spikes.subscribe(List.of(job.spikes()));
  }

  void run(Duration warmUp, Duration measured) {
    long begin = System.nanoTime();
    long end = begin + warmUp.plus(measured).toNanos();
    long nextProbe = begin;
    int number = 0;
    while (System.nanoTime() < end + LAST_WAIT.toNanos()) {
      long now = System.nanoTime();
      if (now >= nextProbe && now < end) {
        plant("probe-" + number++, now - begin > warmUp.toNanos());
        nextProbe += BETWEEN.toNanos();
      }
      look();
    }
  }

  private void plant(String shop, boolean counts) {
    long last = 0;
    for (int i = 0; i < PAYMENTS; i++) {
      var id = shop + "-" + i;
      var json =
          """
          {"transaction_id":"%s","event_time":"%s","card_id":"card-%s","merchant_id":"%s",\
          "amount":"9999.00","currency":"GBP","status":"APPROVED"}"""
              .formatted(id, Instant.now(), id, shop);
      var value = json.getBytes(StandardCharsets.UTF_8);
      try {
        producer
            .send(new ProducerRecord<>(job.topic(), id.getBytes(StandardCharsets.UTF_8), value))
            .get();
      } catch (ExecutionException e) {
        throw new IllegalStateException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
      last = System.currentTimeMillis();
    }
    if (counts) {
      appended.put(shop, last);
    }
  }

  private void look() {
    for (var record : spikes.poll(Duration.ofMillis(5))) {
      var found = SHOP.matcher(new String(record.value(), StandardCharsets.UTF_8));
      if (found.find()) {
        inTopic.putIfAbsent(found.group(1), record.timestamp());
      }
    }
    try (var connection = stack.postgres().connect();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT key FROM " + job.schema() + ".spikes WHERE key LIKE 'probe-%'")) {
      long now = System.currentTimeMillis();
      while (rows.next()) {
        inPostgres.putIfAbsent(rows.getString(1), now);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  void print() {
    print("append to spike topic", inTopic);
    print("append to PostgreSQL", inPostgres);
  }

  private void print(String what, Map<String, Long> seen) {
    var delays = new ArrayList<Long>();
    appended.forEach(
        (shop, time) -> {
          var there = seen.get(shop);
          if (there != null) {
            delays.add(there - time);
          }
        });
    delays.sort(null);
    System.out.printf(
        "%s: %d of %d spikes, p50 %d ms, p99 %d ms, largest %d ms%n",
        what,
        delays.size(),
        appended.size(),
        percentile(delays, 50),
        percentile(delays, 99),
        percentile(delays, 100));
  }

  private static long percentile(List<Long> sorted, int percent) {
    if (sorted.isEmpty()) {
      return -1;
    }
    int index = (int) Math.ceil(sorted.size() * percent / 100.0) - 1;
    return sorted.get(Math.max(0, index));
  }

  @Override
  public void close() {
    producer.close();
    spikes.close();
  }
}
