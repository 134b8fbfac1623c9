package io.vigil.pipelines.convergence;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The whole job over many courses of events, on every runner and in every mode: all tables are what
 * {@link MonitorModel} says, to the last bit, and Beam drops nothing.
 */
class MonitorConvergenceTest {

  @TestFactory
  Stream<DynamicTest> shouldSayTheSameOnTheDirectRunnerAsABatch() {
    return cases(1_000, 20, Way.DIRECT_BATCH);
  }

  @TestFactory
  Stream<DynamicTest> shouldSayTheSameOnTheDirectRunnerAsAStream() {
    return cases(2_000, 40, Way.DIRECT_STREAM);
  }

  @TestFactory
  Stream<DynamicTest> shouldSayTheSameOnFlinkAsABatch() {
    return cases(3_000, 30, Way.flinkBatch(1), Way.flinkBatch(2).withObjectReuse());
  }

  @TestFactory
  Stream<DynamicTest> shouldSayTheSameOnFlinkAsAStream() {
    return cases(4_000, 50, Way.flinkStream(1, 1), Way.flinkStream(1, 1).withObjectReuse());
  }

  @TestFactory
  Stream<DynamicTest> shouldSayTheSameOnFlinkAsAStreamInBundlesAndTasks() {
    return cases(
        5_000,
        60,
        Way.flinkStream(2, 1),
        Way.flinkStream(2, 5).withObjectReuse(),
        Way.flinkStream(1, 1_000));
  }

  private static Stream<DynamicTest> cases(int firstSeed, int count, Way... ways) {
    return Seeds.of(firstSeed, count)
        .mapToObj(
            seed -> {
              var way = ways[(int) (seed % ways.length)];
              return DynamicTest.dynamicTest("seed " + seed + " " + way, () -> check(seed, way));
            });
  }

  private static void check(long seed, Way way) {
    var any = ScenarioGenerator.of(seed);
    var scenario = way.readsInOrder() ? any : any.inOneBlock();
    var found = difference(scenario, way);
    if (!found.isEmpty()) {
      var smallest = Shrinker.shrink(scenario, it -> !difference(it, way).isEmpty());
      throw new AssertionError(
          "%s on %s%n%s%nshrunk to %s%n%s"
              .formatted(scenario.seed(), way, found, smallest, difference(smallest, way)));
    }
  }

  /** What the run says otherwise than the model, or nothing. */
  private static String difference(Scenario scenario, Way way) {
    var outcome = way.run(scenario);
    var expected = expected(scenario, way, outcome.tables());
    var lines = new TreeSet<String>();
    minus(expected.lines(), outcome.tables().lines()).forEach(it -> lines.add("missing " + it));
    minus(outcome.tables().lines(), expected.lines()).forEach(it -> lines.add("surplus " + it));
    if (outcome.dropped() != 0) {
      lines.add("Beam dropped " + outcome.dropped());
    }
    return String.join("\n", lines);
  }

  /**
   * In bundles and tasks a record may meet another watermark than the one that stood when it came.
   * So the run says which are late, each with a watermark that makes it so, and all else follows.
   */
  private static Tables expected(Scenario scenario, Way way, Tables found) {
    if (!way.isStream()) {
      return MonitorModel.tablesOf(scenario, Set.of());
    }
    return way.isExact()
        ? MonitorModel.tablesOf(scenario)
        : MonitorModel.tablesOf(scenario, found.late());
  }

  private static List<String> minus(List<String> all, List<String> others) {
    var left = new ArrayList<>(all);
    others.forEach(left::remove);
    return left;
  }
}
