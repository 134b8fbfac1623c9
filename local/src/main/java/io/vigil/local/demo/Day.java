package io.vigil.local.demo;

import io.vigil.local.LogFile;
import io.vigil.local.StackException;
import java.nio.file.Files;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * The day before now, as {@code vigil generate} makes it: a market, with every kind of attack and
 * of what only looks like one. It is sent within a minute or so.
 */
final class Day {

  /** Each kind comes once. */
  private static final int INCIDENTS = 14;

  static final int PER_SECOND = 1_500;

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

  /**
   * Makes sure that all of it was sent, once nothing is sent any more.
   *
   * @throws StackException if it was not, with the last line of the log
   */
  void requireSent() {
    if (!Files.exists(folder.truth())) {
      var log = folder.log("day");
      throw new StackException(
          "vigil generate failed; the last line of %s: %s".formatted(log, LogFile.lastLine(log)));
    }
  }
}
