package io.vigil.local.demo;

import java.time.Duration;
import java.util.List;

/** Live payments, made by {@code vigil generate} until they are stopped. */
final class Traffic {

  private static final Duration END = Duration.ofSeconds(30);
  private static final int LONGEST_SECONDS = 3_600;

  private final DemoFolder folder;
  private final ProcessHandle process;

  private Traffic(DemoFolder folder, ProcessHandle process) {
    this.folder = folder;
    this.process = process;
  }

  /**
   * Starts traffic without faults, some of it up to two seconds out of order.
   *
   * @param rate payments per second
   */
  static Traffic start(DemoFolder folder, String servers, int rate) {
    var flags =
        List.of(
            "--topic=" + InputTopic.NAME,
            "--bootstrapServers=" + servers,
            "--live",
            "--rate=" + rate,
            "--transactions=" + (long) rate * LONGEST_SECONDS,
            "--incidents=0",
            "--badRate=0",
            "--duplicateRate=0",
            "--conflictRate=0",
            "--lateRate=0",
            "--maxOutOfOrderness=2s",
            "--truth=incidents",
            folder.trafficMark());
    return new Traffic(folder, new VigilProgram(folder).start("generate", flags));
  }

  /** Ends it, and returns when nothing more is sent. */
  void stop() {
    process.destroy();
    Limit.await("traffic ends", END, folder.log("generate"), () -> !process.isAlive());
  }
}
