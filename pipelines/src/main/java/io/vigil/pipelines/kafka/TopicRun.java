package io.vigil.pipelines.kafka;

import io.vigil.pipelines.cli.Refusal;
import io.vigil.pipelines.cli.RunnerFlags;
import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.beam.sdk.Pipeline;
import picocli.CommandLine.ExitCode;

/**
 * Runs a pipeline over a topic until somebody stops it, or leaves it to a cluster. Whoever has
 * detached from it watches the partitions of the topic elsewhere.
 *
 * @param kafka the cluster that has the topic
 * @param start the topic, and where it begins
 * @param runnerFlags for Beam and its runner
 */
public record TopicRun(KafkaSettings kafka, StartOffsets start, RunnerFlags runnerFlags) {

  private static final long MINUTES_BETWEEN_LOOKS = 1;

  /**
   * Runs it.
   *
   * @param out for the result
   * @param progress for what a person wants to see meanwhile
   * @return the exit code
   */
  public int run(Supplier<Pipeline> pipeline, PrintWriter out, PrintWriter progress) {
    try (var cluster = KafkaTopics.connect(kafka)) {
      var made = pipeline.get();
      progress.println("reading topic " + start.topic() + " from " + start.byPartition());
      progress.flush();
      if (runnerFlags.isDetached()) {
        made.run();
        out.println("running as job '" + runnerFlags.asMap().get("jobName") + "'");
        return ExitCode.OK;
      }
      var done = watch(new PartitionWatch(cluster, start), progress);
      try {
        made.run().waitUntilFinish();
      } finally {
        done.countDown();
      }
    }
    out.println("stopped");
    return ExitCode.OK;
  }

  private static CountDownLatch watch(PartitionWatch partitions, PrintWriter progress) {
    var done = new CountDownLatch(1);
    var watcher = new Thread(() -> watch(partitions, progress, done), "vigil-partition-watch");
    watcher.setDaemon(true);
    watcher.start();
    return done;
  }

  private static void watch(PartitionWatch partitions, PrintWriter progress, CountDownLatch done) {
    try {
      while (!done.await(MINUTES_BETWEEN_LOOKS, TimeUnit.MINUTES)) {
        try {
          partitions.alarm().ifPresent(progress::println);
        } catch (Refusal e) {
          progress.println(e.getMessage());
        }
        progress.flush();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
