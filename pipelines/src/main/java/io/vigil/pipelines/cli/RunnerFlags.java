package io.vigil.pipelines.cli;

import io.vigil.schemas.yaml.NearestName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.options.ApplicationNameOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.options.StreamingOptions;
import org.apache.flink.core.fs.Path;

/**
 * The flags that Vigil hands on to Beam and its runner, with the defaults that measurements have
 * shown to be the right ones for Vigil.
 */
public final class RunnerFlags {

  /** The runners that Vigil knows. */
  public enum Runner {
    FlinkRunner(FlinkPipelineOptions.class),
    DirectRunner(DirectOptions.class);

    private final Class<? extends PipelineOptions> options;

    Runner(Class<? extends PipelineOptions> options) {
      this.options = options;
    }
  }

  private static final String EMBEDDED = "[local]";

  private static final List<String> OF_FLINKS_PATHS =
      List.of("stateBackendStoragePath", "savepointPath");

  /**
   * What makes a stream survive, and show its results soon. Half of the CPU would go into Beam's
   * metrics, which are updated for every record of an unbounded source. State on the heap must be
   * copied before it is changed while a checkpoint is being written, as accumulators are changed in
   * place: otherwise the checkpoint holds what came after it, and counts it twice after a crash.
   * And bundles must end before a checkpoint: what they give out while it is being written waits
   * for the next element, and the watermark that they held back may leave before it.
   */
  private static final Map<String, String> STREAMING =
      Map.ofEntries(
          Map.entry("streaming", "true"),
          Map.entry("checkpointingInterval", "10000"),
          Map.entry("minPauseBetweenCheckpoints", "1000"),
          Map.entry("externalizedCheckpointsEnabled", "true"),
          Map.entry("retainExternalizedCheckpointsOnCancellation", "true"),
          Map.entry("numberOfExecutionRetries", String.valueOf(Integer.MAX_VALUE)),
          Map.entry("executionRetryDelay", "1000"),
          Map.entry("maxBundleTimeMills", "200"),
          Map.entry("finishBundleBeforeCheckpointing", "true"),
          Map.entry("fasterCopy", "false"),
          Map.entry("disableMetrics", "true"));

  private final Runner runner;
  private final Map<String, String> flags;

  private RunnerFlags(Runner runner, Map<String, String> flags) {
    this.runner = runner;
    this.flags = flags;
  }

  /**
   * Takes the flags that no command knows.
   *
   * @param isStreaming whether the run has no end
   * @throws IllegalArgumentException if one of them is not a flag of Beam or of the runner, with a
   *     message for the user
   */
  public static RunnerFlags parse(
      Runner runner, boolean isStreaming, List<String> arguments, Set<String> commandFlags) {
    checkNames(runner, arguments, commandFlags);
    var given = new LinkedHashMap<String, String>();
    for (var argument : arguments) {
      int equals = argument.indexOf('=');
      var name = nameOf(argument);
      if (equals < 0) {
        throw new IllegalArgumentException("--" + name + " needs a value: --" + name + "=…");
      }
      if (given.put(name, argument.substring(equals + 1)) != null) {
        throw new IllegalArgumentException("--" + name + " is given twice");
      }
    }
    given.forEach((name, value) -> checkValue(runner, name, value));
    var flags = defaults(runner, isStreaming);
    flags.putAll(given);
    var known = new RunnerFlags(runner, flags);
    if (known.isEmbedded()) {
      OF_FLINKS_PATHS.forEach(known::checkFileSystem);
    }
    return known;
  }

  /**
   * Checks that each argument is a flag of Beam or of the runner, whatever its value.
   *
   * @throws IllegalArgumentException if one is not, with a message for the user
   */
  static void checkNames(Runner runner, List<String> arguments, Set<String> commandFlags) {
    for (var argument : arguments) {
      if (!argument.startsWith("--")) {
        // It may be the rest of a password with blanks, and is not shown.
        throw new IllegalArgumentException(
            "unexpected argument: flags are --flag=value, and a value with blanks needs quotes");
      }
      checkKnown(runner, nameOf(argument), commandFlags);
    }
  }

  private static String nameOf(String argument) {
    int equals = argument.indexOf('=');
    return argument.substring(2, equals < 0 ? argument.length() : equals);
  }

  /** The options, made anew. */
  public PipelineOptions toOptions() {
    var arguments = new ArrayList<>(List.of("--runner=" + runner));
    flags.forEach((name, value) -> arguments.add("--" + name + "=" + value));
    var options =
        PipelineOptionsFactory.fromArgs(arguments.toArray(String[]::new))
            .withValidation()
            .as(runner.options);
    if (isEmbedded()) {
      var flink = options.as(FlinkPipelineOptions.class);
      flink.setFlinkConfDir(
          EmbeddedFlink.configurationFor(flink.getParallelism(), flags.get("flinkConfDir"))
              .toString());
    }
    return options;
  }

  /** All flags with their values, those of the defaults included. */
  public Map<String, String> asMap() {
    return Map.copyOf(flags);
  }

  /** Whether Flink runs inside this process, or may do so. */
  public boolean isEmbedded() {
    return master().startsWith("[");
  }

  /** Whether workers on other machines may do the work. */
  public boolean isCluster() {
    return flags.containsKey("flinkMaster") && !isEmbedded();
  }

  /**
   * Checks that the cluster that is to take the job can be reached, if there is to be one.
   *
   * @throws Refusal if not
   */
  public void checkCluster() {
    if (isCluster()) {
      ClusterAddress.check(master());
    }
  }

  /** A cluster may have plug-ins for more file systems; this process has none. */
  private void checkFileSystem(String name) {
    var path = flags.get(name);
    if (path == null) {
      return;
    }
    try {
      new Path(path).getFileSystem();
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "--%s=%s: the Flink inside this process knows no such file system".formatted(name, path),
          e);
    }
  }

  private String master() {
    return flags.getOrDefault("flinkMaster", "").strip();
  }

  /** Whether the command ends as soon as the cluster has taken the job. */
  public boolean isDetached() {
    return "false".equals(flags.get("attachedMode"));
  }

  /** The value of a flag that is a number; 0 if it has none. */
  public long number(String name) {
    return Long.parseLong(flags.getOrDefault(name, "0"));
  }

  private static Map<String, String> defaults(Runner runner, boolean isStreaming) {
    var defaults = new LinkedHashMap<String, String>();
    defaults.put("jobName", "vigil");
    if (runner == Runner.FlinkRunner) {
      defaults.put("flinkMaster", EMBEDDED);
      defaults.put("parallelism", String.valueOf(Runtime.getRuntime().availableProcessors()));
      // Copies between chained steps cost a third of the throughput and protect nothing here:
      // elements are immutable.
      defaults.put("objectReuse", "true");
      defaults.put("fasterCopy", "true");
      if (isStreaming) {
        defaults.putAll(STREAMING);
        // Beam's accumulators change in place. Without copies a checkpoint that is being written
        // takes in what came after it, and counts that twice after a restore.
        defaults.put("fasterCopy", "false");
      }
    }
    return defaults;
  }

  private static void checkKnown(Runner runner, String name, Set<String> commandFlags) {
    var known = namesOf(runner);
    if (known.contains(name)) {
      return;
    }
    for (var other : Runner.values()) {
      if (namesOf(other).contains(name)) {
        throw new IllegalArgumentException(
            "--" + name + " is a flag of " + other + " and has no meaning for " + runner);
      }
    }
    var candidates = new TreeSet<>(commandFlags);
    known.forEach(flag -> candidates.add("--" + flag));
    throw new IllegalArgumentException(
        "unknown flag '--" + name + "'" + NearestName.hint("--" + name, candidates));
  }

  private static void checkValue(Runner runner, String name, String value) {
    var flag = "--" + name + "=" + value;
    try {
      PipelineOptionsFactory.fromArgs(flag).as(runner.options);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(flag + ": " + e.getMessage(), e);
    }
  }

  private static Set<String> namesOf(Runner runner) {
    var names = new TreeSet<String>();
    for (var options :
        List.of(
            PipelineOptions.class,
            ApplicationNameOptions.class,
            StreamingOptions.class,
            runner.options)) {
      Arrays.stream(options.getMethods())
          .filter(method -> method.getParameterCount() == 0)
          .map(method -> method.getName().replaceFirst("^(get|is)(?=[A-Z])", "="))
          .filter(name -> name.startsWith("="))
          .map(name -> name.substring(1, 2).toLowerCase(java.util.Locale.ROOT) + name.substring(2))
          .forEach(names::add);
    }
    return names;
  }
}
