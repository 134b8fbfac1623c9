package io.vigil.local.demo;

import io.vigil.local.demo.IncidentTopic.Alarm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Lets a day of payments go by, and shows the alarms that ring meanwhile. */
final class DayWithAttacks implements Act {

  private static final Duration LIMIT = Duration.ofSeconds(400);
  private static final int SECONDS_OF_TIME = 19;

  /** What is in the ledger was read some seconds ago. */
  private static final long SECONDS_BEHIND = 4;

  private final Scene scene;
  private final List<Alarm> alarms = new ArrayList<>();
  private final Map<String, Long> seen = new HashMap<>();
  private long caughtUp = Long.MAX_VALUE;

  DayWithAttacks(Scene scene) {
    this.scene = scene;
  }

  @Override
  public String title() {
    return "A day goes by within a minute or so, and the alarm rings";
  }

  @Override
  public List<Promise> play() {
    var commentary = scene.commentary();
    commentary.say("in it is every kind of attack, and of what only looks like one; of its first");
    commentary.say("three hours Vigil only learns");
    try (var topic = IncidentTopic.listen(scene.stack().kafka().bootstrapServers())) {
      Limit.await(
          "the day is read",
          LIMIT,
          scene.stack().flink().jobManager().logFile(),
          () -> isOver(topic));
      scene.day().requireSent();
    }
    var ledger = scene.results().ledger();
    commentary.say(
        "%,d payments were read, of which %,d came too late"
            .formatted(ledger.read(), ledger.late()));
    return List.of(inTime());
  }

  private boolean isOver(IncidentTopic topic) {
    boolean isSending = scene.day().isSending();
    look(topic);
    long behind = scene.input().size() - scene.results().ledger().ended();
    if (caughtUp == Long.MAX_VALUE && behind < SECONDS_BEHIND * Day.PER_SECOND) {
      caughtUp = System.currentTimeMillis();
    }
    return !isSending && behind == 0;
  }

  private void look(IncidentTopic topic) {
    for (var alarm : topic.next()) {
      alarms.add(alarm);
      scene
          .commentary()
          .say(
              "%s  %-16s %s %s"
                  .formatted(
                      alarm.time().toString().substring(0, SECONDS_OF_TIME),
                      alarm.kind(),
                      alarm.dimension(),
                      alarm.shownKey()));
    }
    long now = System.currentTimeMillis();
    scene
        .results()
        .rows("SELECT incident_id FROM incidents", row -> row.getString(1))
        .forEach(it -> seen.putIfAbsent(it, now));
  }

  private Promise inTime() {
    var delays = AlarmDelays.of(alarms, seen, scene.input()::readAll, caughtUp);
    var text = "The alarm rings while payments flow";
    if (delays.inTopic().isEmpty() || delays.inTable().isEmpty()) {
      return new Promise(
          text, !alarms.isEmpty(), "%d, all while the job caught up".formatted(alarms.size()));
    }
    long inTopic = AlarmDelays.median(delays.inTopic());
    long inTable = AlarmDelays.median(delays.inTable());
    scene
        .commentary()
        .say(
            "from the payment that rang the alarm in Kafka: %,d ms to topic %s, %,d ms to PostgreSQL"
                    .formatted(inTopic, IncidentTopic.NAME, inTable)
                + " (medians of %d)".formatted(delays.inTopic().size()));
    return new Promise(
        text, true, "%,d ms in Kafka, %,d ms in PostgreSQL".formatted(inTopic, inTable));
  }
}
