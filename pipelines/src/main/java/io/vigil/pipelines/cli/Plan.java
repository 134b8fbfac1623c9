package io.vigil.pipelines.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.Pipeline.PipelineVisitor;
import org.apache.beam.sdk.runners.TransformHierarchy;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What a run would do, for {@code --dryRun}: its flags, its transforms, and what it would read. */
public final class Plan {

  private static final Pattern SECRET =
      Pattern.compile("password|secret|token|credential|webhook|key$", Pattern.CASE_INSENSITIVE);

  private static final int MOST_FILES = 20;

  private final Map<String, String> flags;
  private final List<String> transforms;
  private final List<String> input = new ArrayList<>();

  private Plan(Map<String, String> flags, List<String> transforms) {
    this.flags = flags;
    this.transforms = transforms;
  }

  public static Plan of(CommandSpec command, RunnerFlags runnerFlags, Pipeline pipeline) {
    var flags = new TreeMap<String, String>();
    for (var option : command.options()) {
      if (!option.usageHelp() && !option.versionHelp() && option.getValue() != null) {
        flags.put(option.longestName(), valueOf(option));
      }
    }
    runnerFlags.asMap().forEach((name, value) -> flags.put("--" + name, masked(name, value)));
    var names = new TopLevelNames();
    pipeline.traverseTopologically(names);
    return new Plan(flags, names.names);
  }

  /** Adds the files that would be read, with their number and size. */
  public Plan withInput(List<String> files, long bytes) {
    input.add("%,d files, %,d bytes".formatted(files.size(), bytes));
    files.stream().limit(MOST_FILES).forEach(input::add);
    if (files.size() > MOST_FILES) {
      input.add("and %,d more".formatted(files.size() - MOST_FILES));
    }
    return this;
  }

  /** Adds what else would be read. */
  public Plan withInput(String what) {
    input.add(what);
    return this;
  }

  public void print(PrintWriter out) {
    out.println("Flags:");
    flags.forEach((name, value) -> out.println("  " + name + "=" + value));
    out.println("Transforms:");
    transforms.forEach(name -> out.println("  " + name));
    out.println("Input:");
    input.forEach(line -> out.println("  " + line));
    out.println("dry run: nothing was read, nothing was written");
  }

  private static String valueOf(OptionSpec option) {
    Object value = option.getValue();
    if (value instanceof List<?> values) {
      return String.join(" ", values.stream().map(String::valueOf).toList());
    }
    return masked(option.longestName(), String.valueOf(value));
  }

  private static String masked(String name, String value) {
    return SECRET.matcher(name).find() ? "***" : value;
  }

  private static final class TopLevelNames extends PipelineVisitor.Defaults {
    private final List<String> names = new ArrayList<>();

    @Override
    public CompositeBehavior enterCompositeTransform(TransformHierarchy.Node node) {
      if (node.isRootNode()) {
        return CompositeBehavior.ENTER_TRANSFORM;
      }
      names.add(node.getFullName());
      return CompositeBehavior.DO_NOT_ENTER_TRANSFORM;
    }

    @Override
    public void visitPrimitiveTransform(TransformHierarchy.Node node) {
      names.add(node.getFullName());
    }
  }
}
