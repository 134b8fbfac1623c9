package io.vigil.local.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Sends a record that is none, and finds it among the dead letters. */
final class BadRecord implements Act {

  private static final Duration LIMIT = Duration.ofSeconds(120);

  private static final int WIDTH = 84;

  private final Scene scene;

  BadRecord(Scene scene) {
    this.scene = scene;
  }

  private record DeadLetter(String reason, String message, byte[] bytes) {}

  @Override
  public String title() {
    return "A bad record is set aside, and stops nothing";
  }

  @Override
  public List<Promise> play() {
    var commentary = scene.commentary();
    var payment =
        new Payment(
            "demo-bad", Instant.now(), "demo-card-4929", "corner-shop", "12,50", "APPROVED");
    var sent = scene.input().send(payment);
    var where =
        "FROM dead_letters WHERE source = '%s' AND partition = %d AND \"offset\" = %d"
            .formatted(InputTopic.NAME, sent.partition(), sent.offset());
    Limit.await(
        "the dead letter comes",
        LIMIT,
        scene.stack().flink().jobManager().logFile(),
        () -> scene.results().number("SELECT count(*) " + where) > 0);
    var letter =
        scene
            .results()
            .rows(
                "SELECT reason, message, bytes " + where,
                row ->
                    new DeadLetter(
                        row.getString("reason"), row.getString("message"), row.getBytes("bytes")))
            .get(0);
    var position =
        "%s, partition %d, offset %d".formatted(InputTopic.NAME, sent.partition(), sent.offset());
    commentary.say("reason    " + letter.reason() + ": " + letter.message());
    commentary.say("position  " + position);
    var prefix = "bytes     ";
    for (var line : Masking.wrapped(Masking.ofCards(letter.bytes()), WIDTH)) {
      commentary.say(prefix + line);
      prefix = " ".repeat(prefix.length());
    }
    boolean isWhole = Arrays.equals(letter.bytes(), payment.toJson());
    boolean isUnderstood = Objects.equals(letter.reason(), "NOT_A_NUMBER");
    return List.of(
        new Promise(
            "A bad record is set aside, byte for byte",
            isWhole && isUnderstood,
            letter.reason() + (isWhole ? "" : ", but other bytes")));
  }
}
