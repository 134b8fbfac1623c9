package io.vigil.benchmarks.live;

import io.vigil.local.LocalStack;
import io.vigil.local.StackPorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Measures {@code vigil monitor} over Kafka on a local stack of its own: first how many records a
 * second it takes from a backlog, then, at half of that and after a day of history, how long it is
 * from the append of a record that makes a spike to the spike in its topic and in PostgreSQL. With
 * 0 seconds it measures the backlog alone.
 *
 * <pre>{@code scripts/live-benchmark [RECORDS] [SECONDS]}</pre>
 */
public final class LiveBenchmark {

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int WARM_UP_SECONDS = 30;
  private static final long HISTORY = 50_000;

  private LiveBenchmark() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    long records = arguments.length > 0 ? Long.parseLong(arguments[0]) : 1_500_000;
    int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 60;
    var folder = Files.createTempDirectory("vigil-live-benchmark");
    try (var stack = LocalStack.in(folder, StackPorts.free(2))) {
      System.out.println("bringing up the local stack");
      stack.up(PATIENCE);
      long perSecond = backlog(stack, folder, records);
      if (seconds > 0) {
        latency(stack, folder, perSecond / 2, seconds);
      }
      stack.down();
      stack.delete();
    }
  }

  private static long backlog(LocalStack stack, Path folder, long records)
      throws IOException, InterruptedException {
    var job = new MonitorJob(stack, folder, "backlog");
    System.out.printf("sending %,d records%n", records);
    job.send("--transactions=" + records, "--days=1");
    var progress = new LedgerProgress(stack, job.schema());
    job.start();
    double perSecond = progress.untilDone(records);
    job.cancel();
    System.out.printf("from a backlog: %,.0f records/s%n", perSecond);
    return (long) perSecond;
  }

  private static void latency(LocalStack stack, Path folder, long rate, int seconds)
      throws IOException, InterruptedException {
    var job = new MonitorJob(stack, folder, "live");
    // For the first hours of a history no alarm rings.
    System.out.printf("sending a day of %,d records before%n", HISTORY);
    job.send(
        "--transactions=" + HISTORY,
        "--days=1",
        "--start=" + Instant.now().minus(Duration.ofDays(1)).truncatedTo(ChronoUnit.SECONDS),
        "--incidents=0");
    job.start();
    new LedgerProgress(stack, job.schema()).untilDone(HISTORY);
    var traffic =
        job.sendInBackground(
            "--live",
            "--rate=" + rate,
            "--transactions=" + rate * (WARM_UP_SECONDS + seconds),
            "--incidents=0");
    System.out.printf(
        "live traffic: %,d records/s, of which the first %d s do not count%n",
        rate, WARM_UP_SECONDS);
    try (var probes = new Probes(stack, job)) {
      probes.run(Duration.ofSeconds(WARM_UP_SECONDS), Duration.ofSeconds(seconds));
      probes.print();
    }
    traffic.waitFor();
    job.cancel();
  }
}
