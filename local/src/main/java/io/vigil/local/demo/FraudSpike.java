package io.vigil.local.demo;

import io.vigil.local.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Tries out stolen cards at a shop, and waits for the alarm. */
final class FraudSpike implements Act {

  private static final Duration LIMIT = Duration.ofSeconds(120);
  private static final String MERCHANT = "demo-gift-cards";
  private static final int CARDS = 8;
  private static final int DECLINES = 3;

  /** So many flagged payments are a spike for a shop that had none before. */
  private static final int THRESHOLD = 5;

  private static final long BUCKET_MILLIS = 10_000;
  private static final long LATEST_IN_BUCKET = 5_000;

  private final Scene scene;

  FraudSpike(Scene scene) {
    this.scene = scene;
  }

  @Override
  public String title() {
    return "A fraud spike, and the alarm";
  }

  @Override
  public List<Promise> play() {
    var commentary = scene.commentary();
    try (var alarms = SpikeTopic.listen(scene.stack().kafka().bootstrapServers())) {
      // All of it within one bucket.
      Waiting.until(LIMIT, () -> System.currentTimeMillis() % BUCKET_MILLIS < LATEST_IN_BUCKET);
      var approvals = tryCards();
      commentary.say(
          "%d cards at %s: %d declines each, and then an approval"
              .formatted(CARDS, MERCHANT, DECLINES));
      long spikeFrom = appended(approvals, THRESHOLD);
      var alarm = await(alarms);
      long delay = alarm.appended() - spikeFrom;
      commentary.say(
          "ALARM %s: %d flagged in 10 s, from %d on it is a spike"
              .formatted(MERCHANT, alarm.flagged(), alarm.threshold()));
      commentary.say(
          "%,6d ms from flagged payment no. %d in Kafka to the alarm in topic %s"
              .formatted(delay, THRESHOLD, SpikeTopic.NAME));
      long visible = awaitVisible() - spikeFrom;
      commentary.say("%,6d ms until the spike was visible in PostgreSQL".formatted(visible));
      return List.of(
          new Promise(
              "A fraud spike raises the alarm",
              alarm.flagged() >= THRESHOLD,
              "%,d ms in Kafka, %,d ms in PostgreSQL".formatted(delay, visible)));
    }
  }

  /** Returns where the approvals stand, which are what is flagged. */
  private List<RecordMetadata> tryCards() {
    var declines = new ArrayList<Payment>();
    var approvals = new ArrayList<Payment>();
    var now = Instant.now();
    for (int card = 1; card <= CARDS; card++) {
      for (int i = 1; i <= DECLINES; i++) {
        declines.add(payment(card, i, now.plusMillis(i), "0.79", "DECLINED"));
      }
      approvals.add(payment(card, 0, now.plusMillis(DECLINES + card), "240.00", "APPROVED"));
    }
    scene.input().sendAll(declines);
    return scene.input().sendAll(approvals);
  }

  private static Payment payment(int card, int number, Instant time, String amount, String status) {
    return new Payment(
        "demo-fraud-%d-%d".formatted(card, number),
        time,
        "demo-stolen-" + card,
        MERCHANT,
        amount,
        status);
  }

  /** When so many had been appended, in milliseconds since the epoch. */
  private static long appended(List<RecordMetadata> sent, int count) {
    return sent.stream().map(RecordMetadata::timestamp).sorted().toList().get(count - 1);
  }

  private SpikeTopic.Alarm await(SpikeTopic alarms) {
    var found = new AtomicReference<SpikeTopic.Alarm>();
    Limit.await(
        "the alarm comes",
        LIMIT,
        scene.stack().flink().jobManager().logFile(),
        () -> {
          alarms.next(MERCHANT).ifPresent(found::set);
          return found.get() != null;
        });
    return found.get();
  }

  private long awaitVisible() {
    Limit.await(
        "the spike is visible in PostgreSQL",
        LIMIT,
        scene.stack().flink().jobManager().logFile(),
        () ->
            scene
                    .results()
                    .number(
                        "SELECT count(*) FROM spikes WHERE dimension = 'merchant' AND key = '"
                            + MERCHANT
                            + "'")
                > 0);
    return System.currentTimeMillis();
  }
}
