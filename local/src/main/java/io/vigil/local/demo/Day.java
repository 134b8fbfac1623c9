package io.vigil.local.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * The day before now, as {@code vigil generate} makes it: a market, with every kind of attack and
 * of what only looks like one. It is sent within a minute or so.
 */
final class Day {

  private static final Duration END = Duration.ofSeconds(60);

  /** Each kind comes once. */
  private static final int INCIDENTS = 14;

  private static final int PER_SECOND = 2_000;

  private final DemoFolder folder;
  private final ProcessHandle process;

  private Day(DemoFolder folder, ProcessHandle process) {
    this.folder = folder;
    this.process = process;
  }

  /** Begins to send it. */
  static Day start(DemoFolder folder, String servers, long seed) {
    var start = Instant.now().minus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
    var flags =
        List.of(
            "--topic=" + InputTopic.NAME,
            "--bootstrapServers=" + servers,
            "--world=market",
            "--seed=" + seed,
            "--start=" + start,
            "--days=1",
            "--transactions=100000",
            "--rate=" + PER_SECOND,
            "--incidents=" + INCIDENTS,
            "--subtlety=blatant",
            "--badRate=0",
            "--duplicateRate=0",
            "--conflictRate=0",
            "--lateRate=0",
            "--maxOutOfOrderness=2s",
            "--truth=incidents",
            folder.dayMark());
    return new Day(folder, new VigilProgram(folder).start("day", "generate", flags));
  }

  boolean isSending() {
    return process.isAlive();
  }

  /** Waits for the truth, once everything was read. */
  void awaitEnd() {
    Limit.await("the day ends", END, folder.log("day"), () -> !process.isAlive());
  }
}
