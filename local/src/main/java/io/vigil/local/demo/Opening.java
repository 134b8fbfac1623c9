package io.vigil.local.demo;

import io.vigil.local.LocalStack;
import io.vigil.local.LogFile;
import io.vigil.local.PostgresServer;
import io.vigil.local.StackException;
import io.vigil.local.StackPorts;
import java.time.Duration;
import java.util.List;

/** Brings up the stack, the dashboard, the day of payments and the job. */
final class Opening {

  private static final int TASK_MANAGERS = 2;
  private static final Duration HEALTHY = Duration.ofSeconds(120);
  private static final Duration DAY = Duration.ofSeconds(120);
  private static final int ENOUGH = 1_000;
  private static final Duration JOB = Duration.ofSeconds(300);
  private static final double NANOS = 1e9;

  private final DemoFolder folder;
  private final Commentary commentary;
  private final int rate;
  private final long seed;

  Opening(DemoFolder folder, Commentary commentary, int rate, long seed) {
    this.folder = folder;
    this.commentary = commentary;
    this.rate = rate;
    this.seed = seed;
  }

  /** Starts everything but the live traffic, and returns when the job runs. */
  Scene play() {
    commentary.heading(1, "A stack of its own: Kafka, PostgreSQL, Flink");
    var stack = LocalStack.in(folder.stack(), StackPorts.free(TASK_MANAGERS));
    long start = System.nanoTime();
    stack.up(HEALTHY);
    commentary.say(
        "kafka, postgres, jobmanager, taskmanager1, taskmanager2: healthy, after " + since(start));

    commentary.say(
        "dashboard, until the demo ends: " + DashboardPage.serve(folder, stack.postgres()));

    commentary.heading(2, "A day of payments flows in, and vigil monitor reads it");
    var servers = stack.kafka().bootstrapServers();
    var input = InputTopic.create(servers);
    var day = Day.start(folder, servers, seed);
    // A partition that is empty at first would count as idle, and the day as late.
    Limit.await("the day begins", DAY, folder.log("day"), () -> input.size() > ENOUGH);
    commentary.say(
        "vigil generate --world=market: the last 24 hours, %,d payments a second"
            .formatted(Day.PER_SECOND));
    start = System.nanoTime();
    var monitor = new VigilProgram(folder).start("monitor", "monitor", monitorFlags(stack));
    var jobs = new FlinkJobs(stack.flink().url());
    var jobManager = stack.flink().jobManager().logFile();
    Limit.await(
        "vigil monitor submits its job", JOB, folder.log("monitor"), () -> hasJob(jobs, monitor));
    Limit.await("the job runs", JOB, jobManager, jobs::isRunning);
    commentary.say(
        "vigil monitor runs on Flink, after " + since(start) + ": two tasks of each step");

    var traffic = new Traffic(folder, servers, rate, seed);
    var probe = new Probe(input);
    var results = Results.connect(stack.postgres());
    var dashboard = new Dashboard(results, probe, commentary);
    return new Scene(
        folder, stack, input, day, traffic, probe, jobs, results, dashboard, commentary);
  }

  private boolean hasJob(FlinkJobs jobs, ProcessHandle monitor) {
    // It is asked first whether it lives: it may end as soon as the job is there.
    boolean isAlive = monitor.isAlive();
    if (jobs.isSubmitted()) {
      return true;
    }
    if (!isAlive) {
      var log = folder.log("monitor");
      throw new StackException(
          "vigil monitor has ended; the last line of %s: %s".formatted(log, LogFile.lastLine(log)));
    }
    return false;
  }

  private List<String> monitorFlags(LocalStack stack) {
    return List.of(
        "--bootstrapServers=" + stack.kafka().bootstrapServers(),
        "--topic=" + InputTopic.NAME,
        "--startFrom=earliest",
        "--jdbcUrl=" + stack.postgres().jdbcUrl(),
        "--jdbcUser=" + PostgresServer.USER,
        folder.databaseMark(),
        "--outputTopics=vigil",
        "--flinkMaster=" + stack.flink().master(),
        "--parallelism=2",
        "--checkpointingInterval=2000",
        "--maxOutOfOrderness=2s",
        "--idleAfter=10s",
        "--allowedLateness=10s",
        "--attachedMode=false");
  }

  private static String since(long start) {
    return "%.1f s".formatted((System.nanoTime() - start) / NANOS);
  }
}
