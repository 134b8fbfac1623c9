package io.vigil.local.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Sends payments a second time, and others that happened hours ago. */
final class RepeatedAndLate implements Act {

  private static final Duration LIMIT = Duration.ofSeconds(120);
  private static final Duration LATE_BY = Duration.ofHours(6);
  private static final int REPEATED = 5;
  private static final int LATE = 3;

  private final Scene scene;

  RepeatedAndLate(Scene scene) {
    this.scene = scene;
  }

  @Override
  public String title() {
    return "Duplicates count once, and what is too late is kept apart";
  }

  @Override
  public List<Promise> play() {
    var input = scene.input();
    var repeated = input.newest(0, REPEATED);
    repeated.forEach(it -> input.send(it.key(), it.value()));
    var then = Instant.now().minus(LATE_BY);
    var late =
        IntStream.rangeClosed(1, LATE).mapToObj(it -> lateOne(it, then)).map(input::send).toList();
    scene
        .commentary()
        .say(
            "%d payments of the last second sent again; %d of %d hours ago"
                .formatted(repeated.size(), late.size(), LATE_BY.toHours()));
    Limit.await(
        "the duplicates and the late ones are counted",
        LIMIT,
        scene.stack().flink().jobManager().logFile(),
        () -> scene.results().ledger().duplicates() >= repeated.size() && found(late) >= LATE);
    var ledger = scene.results().ledger();
    scene
        .commentary()
        .say("the ledger has duplicates=%d late=%d".formatted(ledger.duplicates(), ledger.late()));
    return List.of(
        new Promise(
            "Duplicates are counted once",
            ledger.duplicates() == repeated.size(),
            "%d sent again, %d found".formatted(repeated.size(), ledger.duplicates())),
        new Promise(
            "What is too late is kept apart",
            found(late) == LATE,
            "%d sent, each in table late".formatted(late.size())));
  }

  private static Payment lateOne(int number, Instant time) {
    var name = "demo-late-" + number;
    return new Payment(name, time, name, "corner-shop", "9.99", "APPROVED");
  }

  private long found(List<RecordMetadata> sent) {
    var positions =
        sent.stream()
            .map(it -> "(%d, %d)".formatted(it.partition(), it.offset()))
            .collect(Collectors.joining(", "));
    return scene
        .results()
        .number("SELECT count(*) FROM late WHERE (partition, \"offset\") IN (" + positions + ")");
  }
}
