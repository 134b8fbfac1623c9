package io.vigil.pipelines.live;

import static io.vigil.pipelines.VigilRun.vigil;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.startsWith;

import io.vigil.pipelines.Until;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A topic is archived on the real cluster, with everything in it that can go wrong. */
class ArchiveStreamTest {

  private static final int TRANSACTIONS = 6_000;
  private static final double BYTES_PER_SECOND = 8_000;

  @TempDir private Path folder;

  @AfterEach
  void letGo() {
    new Topics(LiveStack.get().kafka().bootstrapServers()).letGo();
  }

  @Test
  void shouldKeepEveryRecordOnceAndGoOnWhereItEnded() {
    var run = new LiveRun("archive", folder);
    run.generate(TRANSACTIONS / 2);
    var live = LiveArchive.of(run, folder);

    var job = live.submit();
    live.await(job, 1);
    var content = live.thatHoldsTheTopic();
    assertThat(content.deadLetters().size(), is(greaterThan(0)));
    job.cancel();
    run.send(0, Payments.json("afterwards", Instant.parse("2026-03-02T08:00:00Z")));
    var next = live.submit();
    live.await(next, 1);

    live.thatHoldsTheTopic();
    live.thatHasNoLeftovers();
    next.cancel();
  }

  @Test
  @Tag("slow")
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void shouldKeepEveryRecordOnceAlthoughTaskManagersDie() {
    var run = new LiveRun("archive_faults", folder);
    run.generate(TRANSACTIONS);
    run.topics().slowDown(BYTES_PER_SECOND);
    var live = LiveArchive.of(run, folder);
    var first = live.submit();
    for (int death = 1; death <= 3; death++) {
      live.await(first, 0.12 * death);
      dieOnce(first);
    }
    live.await(first, 0.4);
    first.cancel();
    assertThat(
        "archived before the start from scratch", live.archived(), is(lessThan(run.records())));

    // Without a checkpoint: all that is known is in the archive.
    var second = live.submit();
    live.await(second, 0.5);
    dieOnce(second);
    // What is in the archive comes again.
    second.cancel();
    var third = live.submit("--startFrom=earliest");
    live.await(third, 0.55);
    dieOnce(third);
    run.topics().letGo();
    live.await(third, 1);

    var content = live.thatHoldsTheTopic();
    live.thatHasNoLeftovers();
    third.cancel();
    int files = live.archive().readManifest().files().size();
    var compaction = vigil("archive", "--archive=" + live.archive().folder(), "--compact");
    assertThat(compaction.result(), startsWith("files=" + files + " merged="));
    assertThat(live.archive().readManifest().files().size(), is(lessThan(files)));
    assertThat(live.thatHoldsTheTopic().transactions(), is(content.transactions()));
    live.thatHasNoLeftovers();
  }

  private static void dieOnce(FlinkJob job) {
    int restores = job.restores();
    int checkpoints = job.checkpoints();
    Until.isTrue(
        "a checkpoint to go on from",
        LiveStack.PATIENCE,
        () -> job.checkpoints() > checkpoints || checkpoints > 0,
        job::failure);
    var worker = FaultsTest.workerOf(job);
    worker.kill();
    worker.start();
    Until.isTrue(
        "restored",
        LiveStack.PATIENCE,
        () -> job.restores() > restores,
        () -> job.state() + " " + job.failure());
  }
}
