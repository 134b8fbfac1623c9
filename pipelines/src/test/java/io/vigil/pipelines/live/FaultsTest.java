package io.vigil.pipelines.live;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import io.vigil.local.Part;
import io.vigil.pipelines.Until;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Parts of the stack die while the job reads, which a quota of the broker makes slow. In the end
 * the tables are those of a bounded run over the same records, nonetheless.
 */
@Tag("slow")
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class FaultsTest {

  private static final int TRANSACTIONS = 8_000;
  private static final double BYTES_PER_SECOND = 8_000;

  @TempDir private Path folder;

  @AfterEach
  void letGo() {
    new Topics(LiveStack.get().kafka().bootstrapServers()).letGo();
  }

  @Test
  void shouldSurviveThreeDeathsOfTaskManagers() throws Exception {
    var run = slowRun("task_managers_die");
    var job = run.submit();
    for (int death = 1; death <= 3; death++) {
      run.awaitPart(job, 0.12 * death);
      thatIsInMidFlight(run);
      int restores = job.restores();
      var worker = workerOf(job);
      worker.kill();
      worker.start();
      Until.isTrue(
          "restored after death " + death,
          LiveStack.PATIENCE,
          () -> job.restores() > restores,
          () -> job.state() + " " + job.failure());
    }

    thatEndsAsABoundedRun(run, job);
    assertThat(job.restores(), is(greaterThanOrEqualTo(3)));
    job.cancel();
  }

  @Test
  void shouldSurviveTheDeathOfTheBroker() throws Exception {
    var run = slowRun("broker_dies");
    var job = run.submit();
    run.awaitPart(job, 0.15);
    var kafka = run.stack().kafka();
    kafka.kill();
    kafka.start();
    kafka.awaitHealthy(LiveStack.PATIENCE);
    thatIsInMidFlight(run);

    thatEndsAsABoundedRun(run, job);
    job.cancel();
  }

  @Test
  void shouldSurviveTheDeathOfPostgresAndHalfAMinuteOfRefusals() throws Exception {
    var run = slowRun("postgres_dies");
    var job = run.submit();
    run.awaitPart(job, 0.1);
    var postgres = run.stack().postgres();
    postgres.kill();
    postgres.start();
    postgres.awaitHealthy(LiveStack.PATIENCE);
    run.awaitPart(job, 0.2);
    thatIsInMidFlight(run);
    postgres.stop();
    Until.over(Duration.ofSeconds(30));
    postgres.start();
    postgres.awaitHealthy(LiveStack.PATIENCE);

    thatEndsAsABoundedRun(run, job);
    job.cancel();
  }

  @Test
  void shouldGoOnFromASavepoint() throws Exception {
    var run = slowRun("savepoint");
    var first = run.submit();
    run.awaitPart(first, 0.15);
    var savepoint = first.stopWithSavepoint();
    thatIsInMidFlight(run);

    var second = run.submit("--savepointPath=" + savepoint);

    thatEndsAsABoundedRun(run, second);
    assertThat(second.restores(), is(greaterThan(0)));
    second.cancel();
  }

  @Test
  void shouldGoOnFromTheLastCheckpointOfADeadJobManager() throws Exception {
    var run = slowRun("job_manager_dies");
    var first = run.submit();
    run.awaitPart(first, 0.15);
    var flink = run.stack().flink();
    flink.jobManager().kill();
    var checkpoint = first.newestCheckpoint(flink.checkpoints());
    flink.jobManager().start();
    flink.awaitHealthy(LiveStack.PATIENCE);
    thatIsInMidFlight(run);

    var second = run.submit("--savepointPath=" + checkpoint.toUri());

    thatEndsAsABoundedRun(run, second);
    assertThat(second.restores(), is(greaterThan(0)));
    second.cancel();
  }

  private LiveRun slowRun(String name) {
    var run = new LiveRun(name, folder);
    run.generate(TRANSACTIONS);
    run.topics().slowDown(BYTES_PER_SECOND);
    return run;
  }

  private static void thatIsInMidFlight(LiveRun run) {
    assertThat("read before the fault", run.ledger().read(), is(lessThan(run.records())));
  }

  private static void thatEndsAsABoundedRun(LiveRun run, FlinkJob job) throws Exception {
    run.topics().letGo();
    run.awaitEndAfterADeath(job);
    run.thatTablesAreThoseOfABoundedRun();
    assertThat(run.ledger().late(), is(lessThan(TRANSACTIONS / 5L)));
  }

  /** A task manager on which tasks of the job run. */
  static Part workerOf(FlinkJob job) {
    var managers = job.flink().get("/taskmanagers").get("taskmanagers");
    var id =
        StreamSupport.stream(managers.spliterator(), false)
            .filter(it -> it.get("freeSlots").asInt() < it.get("slotsNumber").asInt())
            .map(it -> it.get("id").asText())
            .findFirst()
            .orElseThrow(() -> new AssertionError("nothing runs: " + managers));
    return LiveStack.get().flink().taskManagers().stream()
        .filter(it -> id.startsWith(it.name() + "-"))
        .findFirst()
        .orElseThrow(() -> new AssertionError(id));
  }
}
