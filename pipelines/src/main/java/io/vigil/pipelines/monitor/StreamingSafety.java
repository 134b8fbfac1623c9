package io.vigil.pipelines.monitor;

import io.vigil.pipelines.cli.RunnerFlags;
import java.util.ArrayList;
import java.util.List;
import org.joda.time.Duration;

/** Knows the combinations of flags with which a streaming run may lose something. */
final class StreamingSafety {

  /** Histories of cards and open windows for longer than this do not fit into a heap. */
  private static final Duration MOST_IN_MEMORY = Duration.standardHours(6);

  private StreamingSafety() {}

  /** What is dangerous, a line each. */
  static List<String> dangers(RunnerFlags flags, MonitorSettings settings, int partitions) {
    var dangers = new ArrayList<String>();
    if (flags.number("checkpointingInterval") <= 0) {
      dangers.add(
          "without checkpoints a crash loses what was read: leave out --checkpointingInterval, or"
              + " give it more than 0");
    } else if (flags.isEmbedded() && !flags.asMap().containsKey("stateBackendStoragePath")) {
      dangers.add(
          "the checkpoints of a Flink inside this process go with it: give"
              + " --stateBackendStoragePath=file:///DIR, or a cluster with --flinkMaster=HOST:PORT");
    }
    if (flags.number("parallelism") > partitions) {
      dangers.add(
          ("--parallelism=%d is more than the topic's %d partitions: tasks without a partition hold"
                  + " the watermark of all")
              .formatted(flags.number("parallelism"), partitions));
    }
    boolean isOnDisk = "rocksdb".equals(flags.asMap().get("stateBackend"));
    if ("true".equals(flags.asMap().get("fasterCopy")) && !isOnDisk) {
      dangers.add(
          "--fasterCopy=true lets a checkpoint hold what came after it, and a crash would count that"
              + " twice: leave it out");
    }
    if ("false".equals(flags.asMap().get("finishBundleBeforeCheckpointing"))) {
      dangers.add(
          "--finishBundleBeforeCheckpointing=false lets the watermark overtake what a checkpoint"
              + " holds, and totals would lose it: leave it out");
    }
    if (settings.allowedLateness().isLongerThan(MOST_IN_MEMORY) && !isOnDisk) {
      dangers.add(
          "--allowedLateness beyond 6h keeps more state than memory holds: add"
              + " --stateBackend=rocksdb");
    }
    return dangers;
  }
}
