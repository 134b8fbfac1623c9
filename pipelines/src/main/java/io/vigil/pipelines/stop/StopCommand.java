package io.vigil.pipelines.stop;

import io.vigil.pipelines.cli.Refusal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code vigil stop}: ends a job on a Flink cluster so that it can go on later. */
@Command(
    name = "stop",
    description =
        "Stops a job on a Flink cluster with a savepoint, from which it, or a newer build of it,"
            + " can go on.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    showDefaultValues = true,
    footer = {
      "",
      "The last line is the result: savepoint=PATH, for monitor --savepointPath=PATH; or"
          + " cancelled=JOB.",
      "Exit codes: 0 stopped; 1 not stopped, the last line says why; 2 wrong command line."
    })
public final class StopCommand implements Callable<Integer> {

  private static final Pattern ADDRESS = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[\\w.-]+):\\d{1,5}");
  private static final Pattern JOB_ID = Pattern.compile("[0-9a-f]{32}");
  private static final long POLL_MILLIS = 250;
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);
  private static final Duration LONGEST_END = Duration.ofSeconds(60);

  @Spec private CommandSpec spec;

  @Option(
      names = "--flinkMaster",
      required = true,
      paramLabel = "HOST:PORT",
      showDefaultValue = Visibility.NEVER,
      description = "The cluster's REST address, as for monitor.")
  private String flinkMaster = "";

  @Option(
      names = "--jobName",
      paramLabel = "NAME",
      defaultValue = "vigil",
      description = "The job's name; one job of that name must run.")
  private String jobName = "vigil";

  @Option(names = "--jobId", paramLabel = "ID", description = "The job's id, instead of its name.")
  private @Nullable String jobId;

  @Option(
      names = "--savepoints",
      paramLabel = "DIR",
      description =
          "Where the savepoint goes: a place that all of the cluster can write to, such as"
              + " s3://… or file:///…; the cluster's own if it is not given.")
  private @Nullable String savepoints;

  @Option(
      names = "--cancel",
      description = "Ends the job without a savepoint: its state is gone but for checkpoints.")
  private boolean cancel;

  @Override
  public Integer call() throws InterruptedException {
    check();
    var flink = new FlinkRest(flinkMaster);
    var job =
        jobId == null
            ? JobChoice.byName(jobName, flink.jobs(), flinkMaster)
            : JobChoice.byId(jobId, flink.jobs(), flinkMaster);
    if (cancel) {
      cancel(flink, job);
    } else {
      stop(flink, job);
    }
    return ExitCode.OK;
  }

  private void check() {
    if (!ADDRESS.matcher(flinkMaster).matches()) {
      throw wrong("--flinkMaster=" + flinkMaster + " is not host:port");
    }
    if (jobId != null && !JOB_ID.matcher(jobId).matches()) {
      throw wrong("--jobId=" + jobId + " is not 32 hexadecimal digits");
    }
    if (jobId != null && spec.commandLine().getParseResult().hasMatchedOption("--jobName")) {
      throw wrong("--jobName and --jobId contradict: give one");
    }
    if (cancel && savepoints != null) {
      throw wrong("--cancel takes no savepoint, and --savepoints is given");
    }
  }

  private void stop(FlinkRest flink, FlinkJob job) throws InterruptedException {
    say("stopping %s with a savepoint", job);
    var attempt = flink.stop(job, savepoints);
    String path;
    try {
      path = await(Duration.ofDays(1), "savepoint of " + job, () -> flink.savepoint(job, attempt));
    } catch (Refusal e) {
      throw new Refusal(e.getMessage() + stateOf(flink, job), e);
    }
    say("savepoint is complete: %s", path);
    try {
      awaitEnd(flink, job);
    } catch (Refusal e) {
      throw new Refusal(e.getMessage() + "; its savepoint is " + path, e);
    }
    print("savepoint=" + path);
  }

  private void cancel(FlinkRest flink, FlinkJob job) throws InterruptedException {
    say("cancelling %s, without a savepoint", job);
    flink.cancel(job);
    awaitEnd(flink, job);
    print("cancelled=" + job.id());
  }

  private void awaitEnd(FlinkRest flink, FlinkJob job) throws InterruptedException {
    await(LONGEST_END, "end of " + job, () -> Optional.of(flink.now(job)).filter(FlinkJob::isOver));
  }

  /** What became of the job, as far as it can be asked. */
  private static String stateOf(FlinkRest flink, FlinkJob job) {
    try {
      return "; the job is " + flink.now(job).state();
    } catch (Refusal e) {
      return "; what became of the job is not known";
    }
  }

  private <T> T await(Duration limit, String what, Supplier<Optional<T>> question)
      throws InterruptedException {
    long start = System.nanoTime();
    long nextLine = BETWEEN_LINES.toNanos();
    while (true) {
      var answer = question.get();
      if (answer.isPresent()) {
        return answer.get();
      }
      long waited = System.nanoTime() - start;
      if (waited > limit.toNanos()) {
        throw new Refusal(
            "no %s after %d s".formatted(what, TimeUnit.NANOSECONDS.toSeconds(waited)));
      }
      if (waited > nextLine) {
        say("waiting for the %s: %d s", what, TimeUnit.NANOSECONDS.toSeconds(waited));
        nextLine = waited + BETWEEN_LINES.toNanos();
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  private void say(String format, Object... values) {
    var err = spec.commandLine().getErr();
    err.println(format.formatted(values));
    err.flush();
  }

  private void print(String result) {
    var out = spec.commandLine().getOut();
    out.println(result);
    out.flush();
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
