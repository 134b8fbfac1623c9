package io.vigil.local.demo;

import java.time.Duration;
import java.util.List;

/** Shows the totals move. */
final class LiveTotals implements Act {

  private static final Duration SHOWN = Duration.ofSeconds(12);
  private static final Duration LIMIT = Duration.ofSeconds(120);

  /** The dashboard may show a second, and must not show minutes. */
  private static final long STALE_MILLIS = 10_000;

  private static final int ENOUGH = 10;

  private final Scene scene;

  LiveTotals(Scene scene) {
    this.scene = scene;
  }

  @Override
  public String title() {
    return "Totals, live in PostgreSQL";
  }

  @Override
  public List<Promise> play() {
    var probe = scene.probe();
    scene.traffic().start();
    probe.start();
    scene
        .commentary()
        .say(
            "now live: %d payments a second, of the same market".formatted(scene.traffic().rate()));
    // What the first ones waited for was the change from the day that is over, and is no measure.
    scene.dashboard().showFor(LIMIT, () -> probe.seen() > 0);
    int first = probe.sent();
    scene.dashboard().showFor(SHOWN, () -> false);
    boolean isEnough = scene.dashboard().showFor(LIMIT, () -> probe.seen() >= first + ENOUGH);
    long median = probe.medianDelaySince(isEnough ? first : 0);
    scene
        .commentary()
        .say(
            "from an event to its total in the table: %,d ms (median of %d probes)"
                .formatted(median, probe.seen() - first));
    return List.of(
        new Promise(
            "Totals are live in PostgreSQL",
            isEnough && median < STALE_MILLIS,
            "%,d ms from event to table".formatted(median)));
  }
}
