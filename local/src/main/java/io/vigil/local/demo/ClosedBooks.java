package io.vigil.local.demo;

import io.vigil.local.Waiting;
import java.time.Duration;
import java.util.List;

/** Stops the traffic, waits until the windows are closed, and balances the ledger. */
final class ClosedBooks implements Act {

  private static final Duration LIMIT = Duration.ofSeconds(240);
  private static final long MINUTE_MILLIS = 60_000;
  private static final long STOP_IN_MINUTE = 53_000;

  /** Three grains, and four dimensions each: every one of them counts all that was accepted. */
  private static final int BREAKDOWNS = 12;

  private static final String SETTLED =
      "SELECT (SELECT count(*) = %d AND min(c) = %d AND max(c) = %d AND min(f) = max(f) FROM"
          + " (SELECT sum(count) AS c, sum(flagged) AS f FROM totals GROUP BY grain, dimension) t)"
          + " AND NOT EXISTS (SELECT FROM totals WHERE grain = 'minute' AND NOT final)"
          + " AND NOT EXISTS (SELECT FROM spikes WHERE state = 'PROVISIONAL')"
          + " AND NOT EXISTS (SELECT FROM incidents WHERE state = 'PROVISIONAL')";

  private final Scene scene;

  ClosedBooks(Scene scene) {
    this.scene = scene;
  }

  @Override
  public String title() {
    return "Traffic stops, windows close, the ledger balances";
  }

  @Override
  public List<Promise> play() {
    var commentary = scene.commentary();
    scene.dashboard().showFor(LIMIT, ClosedBooks::isEndOfMinute);
    scene.probe().close();
    scene.traffic().stop();
    long records = scene.input().size();
    commentary.say(
        "traffic has stopped; topic %s ends with %,d records".formatted(InputTopic.NAME, records));
    boolean isSettled = Waiting.until(LIMIT, () -> isSettledAfterAll(records));
    var ledger = scene.results().ledger();
    commentary.say(
        "read=%d accepted=%d duplicates=%d dead_letters=%d late=%d"
            .formatted(
                ledger.read(),
                ledger.accepted(),
                ledger.duplicates(),
                ledger.deadLetters(),
                ledger.late()));
    return List.of(
        new Promise(
            "Every record ends in exactly one place",
            ledger.read() == records && ledger.ended() == records,
            "%,d in Kafka, %,d in the ledger".formatted(records, ledger.ended())),
        new Promise(
            "Windows close",
            isSettled,
            isSettled ? "every minute is final" : "not within %d s".formatted(LIMIT.toSeconds())));
  }

  /** The minute's windows then close soon after. */
  private static boolean isEndOfMinute() {
    return System.currentTimeMillis() % MINUTE_MILLIS >= STOP_IN_MINUTE;
  }

  private boolean isSettledAfterAll(long records) {
    var ledger = scene.results().ledger();
    long open =
        scene.results().number("SELECT count(*) FROM totals WHERE grain = 'minute' AND NOT final");
    var line =
        "%,d of %,d records in the ledger; %,d totals of minutes still open"
            .formatted(ledger.ended(), records, open);
    scene.commentary().draw(List.of(line), line);
    return isSettled(ledger, records);
  }

  private boolean isSettled(Results.Ledger ledger, long records) {
    long accepted = ledger.accepted();
    return ledger.read() == records
        && ledger.ended() == records
        && scene.results().isTrue(SETTLED.formatted(BREAKDOWNS, accepted, accepted));
  }
}
