package io.vigil.local.demo;

import java.time.Duration;
import java.util.List;

/** Kills a task manager under the job. */
final class WorkerDeath implements Act {

  private static final Duration LIMIT = Duration.ofSeconds(180);
  private static final double MILLIS = 1e3;

  private final Scene scene;

  WorkerDeath(Scene scene) {
    this.scene = scene;
  }

  @Override
  public String title() {
    return "A worker is killed: kill -9";
  }

  @Override
  public List<Promise> play() {
    var commentary = scene.commentary();
    var jobs = scene.jobs();
    var jobManager = scene.stack().flink().jobManager().logFile();
    var victim = scene.stack().flink().taskManager(jobs.busiestTaskManager());
    long pid = victim.pid().orElse(0);
    long killed = System.currentTimeMillis();
    victim.kill();
    int sentBefore = scene.probe().sent();
    commentary.say("%s (process %d) is dead; payments keep coming".formatted(victim.name(), pid));

    Limit.await("the job restarts", LIMIT, jobManager, () -> jobs.lastRestart() > killed);
    commentary.say(
        "%5.1f s  Flink noticed, and restarts the job"
            .formatted((jobs.lastRestart() - killed) / MILLIS));
    Limit.await("the job runs again", LIMIT, jobManager, jobs::isRunning);
    commentary.say(
        "%5.1f s  it runs again, from its last checkpoint, on the other worker"
            .formatted(since(killed)));
    boolean caughtUp =
        scene.dashboard().showFor(LIMIT, () -> scene.results().probes() > sentBefore);
    double away = since(killed);
    commentary.say("%5.1f s  the totals have caught up with the payments".formatted(away));
    victim.start();
    victim.awaitHealthy(LIMIT);
    commentary.say("%5.1f s  %s is back".formatted(since(killed), victim.name()));
    return List.of(
        new Promise(
            "A killed worker stops it for seconds only",
            caughtUp,
            "totals moved on after %.1f s".formatted(away)));
  }

  private static double since(long millis) {
    return (System.currentTimeMillis() - millis) / MILLIS;
  }
}
