package io.vigil.pipelines.live;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * After a crash the watermark may go another way. What a job said before its last checkpoint, and
 * would not say again, must not have been said to anybody.
 */
class LateBeforeCrashTest {

  private static final Instant MORNING = Instant.parse("2026-03-02T08:00:00Z");

  @TempDir private Path folder;

  @Test
  void shouldCountARecordOnceThatWasLateBeforeTheCrashAndIsNotAfterwards() throws Exception {
    var run = new LiveRun("late_before_crash", folder);
    run.createTopic(2);
    run.send(0, Payments.json("first", MORNING));
    run.send(1, Payments.json("second", MORNING));
    var job =
        run.submit(
            "--checkpointingInterval=3600000",
            "--maxOutOfOrderness=1s",
            "--idleAfter=20s",
            "--allowedLateness=1s");
    awaitRead(run, job, 2);
    job.checkpoint();
    Until.isTrue(
        "both partitions idle",
        LiveStack.PATIENCE,
        () -> job.watermark().orElse(0) > MORNING.plusSeconds(86_400).toEpochMilli(),
        job::watermark);

    run.send(0, Payments.json("third", MORNING.plusSeconds(60)));
    Until.isTrue(
        "late", LiveStack.PATIENCE, () -> run.ledger().late() == 1, () -> run.ledger().toString());
    int restores = job.restores();
    run.stack().flink().taskManagers().forEach(it -> it.kill());
    run.stack().flink().start();
    Until.isTrue(
        "restored", LiveStack.PATIENCE, () -> job.restores() > restores, () -> job.failure());
    Until.isTrue(
        "accepted",
        LiveStack.PATIENCE,
        () -> run.ledger().accepted() == 3,
        () -> run.ledger().toString());
    Until.isTrue(
        "all rows final",
        LiveStack.PATIENCE,
        () -> {
          job.checkpoint();
          return run.ledger().isClosedAt(3);
        },
        () -> run.ledger() + " " + job.failure());

    run.thatTablesAreThoseOfABoundedRun();
    job.cancel();
    assertThat(run.ledger().late(), is(0L));
    assertThat(run.ledger().accepted(), is(3L));
  }

  private static void awaitRead(LiveRun run, FlinkJob job, long records) {
    Until.isTrue(
        records + " read",
        LiveStack.PATIENCE,
        () -> run.ledger().read() == records,
        () -> run.ledger() + ", job " + job.state() + " " + job.failure());
  }
}
