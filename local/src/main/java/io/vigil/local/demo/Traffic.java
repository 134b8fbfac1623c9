package io.vigil.local.demo;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Live payments, made by {@code vigil generate} until they are stopped. */
final class Traffic {

  private static final Duration END = Duration.ofSeconds(30);
  private static final int LONGEST_SECONDS = 3_600;

  /** More payments than on the day before are those of more customers, not of busier ones. */
  private static final int CARDS_FOR_EACH = 16_000;

  private final DemoFolder folder;
  private final String servers;
  private final int rate;
  private final long seed;
  private @Nullable ProcessHandle process;

  /**
   * Traffic without faults, some of it up to two seconds out of order.
   *
   * @param rate payments per second
   */
  Traffic(DemoFolder folder, String servers, int rate, long seed) {
    this.folder = folder;
    this.servers = servers;
    this.rate = rate;
    this.seed = seed;
  }

  int rate() {
    return rate;
  }

  void start() {
    var flags =
        List.of(
            "--topic=" + InputTopic.NAME,
            "--bootstrapServers=" + servers,
            "--live",
            "--world=market",
            "--seed=" + seed,
            "--rate=" + rate,
            "--transactions=" + (long) rate * LONGEST_SECONDS,
            "--cards=" + Math.min(10_000_000, rate * CARDS_FOR_EACH),
            "--incidents=0",
            "--badRate=0",
            "--duplicateRate=0",
            "--conflictRate=0",
            "--lateRate=0",
            "--maxOutOfOrderness=2s",
            "--truth=incidents",
            folder.trafficMark());
    process = new VigilProgram(folder).start("traffic", "generate", flags);
  }

  /** Ends it, and returns when nothing more is sent. */
  void stop() {
    var running = process;
    if (running != null) {
      running.destroy();
      Limit.await("traffic ends", END, folder.log("traffic"), () -> !running.isAlive());
    }
  }
}
