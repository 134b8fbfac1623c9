package io.vigil.pipelines.monitor;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.startsWith;

import io.vigil.pipelines.cli.RunnerFlags;
import io.vigil.pipelines.cli.RunnerFlags.Runner;
import io.vigil.transforms.screen.DetectionRules;
import java.util.List;
import java.util.Set;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;

class StreamingSafetyTest {

  private static final String ON_A_CLUSTER = "--flinkMaster=flink:8081";

  @Test
  void findsNothingInTheDefaultsOnACluster() {
    assertThat(dangers(4, ON_A_CLUSTER, "--parallelism=4"), empty());
  }

  @Test
  void warnsOfAStreamWithoutCheckpoints() {
    assertThat(
        dangers(4, ON_A_CLUSTER, "--parallelism=2", "--checkpointingInterval=-1"),
        contains(startsWith("without checkpoints a crash loses what was read")));
  }

  @Test
  void warnsOfCheckpointsThatDieWithTheProcess() {
    assertThat(
        dangers(4, "--parallelism=2"),
        contains(startsWith("the checkpoints of a Flink inside this process go with it")));
    assertThat(dangers(4, "--parallelism=2", "--stateBackendStoragePath=file:///there"), empty());
  }

  @Test
  void warnsOfTasksWithoutAPartition() {
    assertThat(
        dangers(2, ON_A_CLUSTER, "--parallelism=3"),
        contains(startsWith("--parallelism=3 is more than the topic's 2 partitions")));
  }

  @Test
  void warnsOfStateThatIsChangedUnderACheckpoint() {
    assertThat(
        dangers(4, ON_A_CLUSTER, "--parallelism=2", "--fasterCopy=true"),
        contains(startsWith("--fasterCopy=true lets a checkpoint hold what came after it")));
  }

  @Test
  void warnsOfBundlesThatACheckpointCuts() {
    assertThat(
        dangers(4, ON_A_CLUSTER, "--parallelism=2", "--finishBundleBeforeCheckpointing=false"),
        contains(
            startsWith("--finishBundleBeforeCheckpointing=false lets the watermark overtake")));
  }

  @Test
  void warnsOfStateThatMemoryCannotHold() {
    var aDay = settings(Duration.standardDays(1));
    assertThat(
        StreamingSafety.dangers(flags(ON_A_CLUSTER, "--parallelism=2"), aDay, 4),
        contains(startsWith("--allowedLateness beyond 6h")));
    assertThat(
        StreamingSafety.dangers(
            flags(ON_A_CLUSTER, "--parallelism=2", "--stateBackend=rocksdb"), aDay, 4),
        empty());
  }

  private static List<String> dangers(int partitions, String... arguments) {
    return StreamingSafety.dangers(
        flags(arguments), settings(Duration.standardMinutes(10)), partitions);
  }

  private static RunnerFlags flags(String... arguments) {
    return RunnerFlags.parse(Runner.FlinkRunner, true, List.of(arguments), Set.of());
  }

  private static MonitorSettings settings(Duration allowedLateness) {
    return new MonitorSettings(
        null, DetectionRules.defaults(), allowedLateness, Duration.standardSeconds(1), 0);
  }
}
