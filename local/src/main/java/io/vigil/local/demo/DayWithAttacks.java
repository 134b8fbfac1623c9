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

  private final Scene scene;
  private final long seed;

  DayWithAttacks(Scene scene, long seed) {
    this.scene = scene;
    this.seed = seed;
  }

  @Override
  public String title() {
    return "A day goes by within a minute or so, and the alarm rings";
  }

  @Override
  public List<Promise> play() {
    var commentary = scene.commentary();
    var servers = scene.stack().kafka().bootstrapServers();
    var alarms = new ArrayList<Alarm>();
    var seen = new HashMap<String, Long>();
    try (var topic = IncidentTopic.listen(servers)) {
      commentary.say("vigil generate --world=market sends the last 24 hours, with every kind of");
      commentary.say("attack, and of what only looks like one; for three hours Vigil only learns");
      var day = Day.start(scene.folder(), servers, seed);
      Limit.await(
          "the day is read",
          LIMIT,
          scene.stack().flink().jobManager().logFile(),
          () -> {
            boolean isSending = day.isSending();
            look(topic, alarms, seen);
            return !isSending && scene.results().ledger().ended() >= scene.input().size();
          });
      day.awaitEnd();
      look(topic, alarms, seen);
    }
    commentary.say("%,d payments of that day are in the ledger".formatted(scene.input().size()));
    return List.of(inTime(alarms, seen));
  }

  private void look(IncidentTopic topic, List<Alarm> alarms, Map<String, Long> seen) {
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

  private Promise inTime(List<Alarm> alarms, Map<String, Long> seen) {
    var delays = AlarmDelays.of(alarms, seen, scene.input());
    var text = "The alarm rings while payments flow";
    if (delays.inTopic().isEmpty() || delays.inTable().isEmpty()) {
      return new Promise(text, false, "%d alarms".formatted(alarms.size()));
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
