package io.vigil.pipelines.generate;

import io.vigil.pipelines.cli.Progress;
import io.vigil.pipelines.files.OutputDirectory;
import io.vigil.pipelines.generate.GenerateConfig.Form;
import io.vigil.schemas.files.FileFormat;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code vigil generate}: writes transactions, and beside them what is true of them. */
@Command(
    name = "generate",
    description =
        "Writes made-up transactions of which the truth is known: traffic, planted incidents, and"
            + " records that are double, contradictory, late or bad. The same flags give the same"
            + " records.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    showDefaultValues = true,
    footer = {
      "",
      "Rates are parts of the transactions: 0.01 is one in a hundred.",
      "",
      "The last line is the result:",
      "transactions=… duplicates=… conflicts=… late=… bad=… incidents=… files=… (or topic=…)",
      "Exit codes: 0 done; 1 not done; 2 wrong command line."
    })
public final class GenerateCommand implements Callable<Integer> {

  private static final int MOST_FILES = 100_000;

  /** They say where the output goes, and do not change a byte of it. */
  private static final Set<String> OUTPUT_FLAGS =
      Set.of(
          "--output",
          "--overwrite",
          "--dryRun",
          "--bootstrapServers",
          "--kafkaConfig",
          "--kafkaConfigFile",
          "--topic",
          "--truthOutput");

  @Spec private CommandSpec spec;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "Where transactions and truth appear, all at once, when everything is done.")
  private @Nullable Path output;

  @Option(names = "--overwrite", description = "Replace what an earlier run has left in DIR.")
  private boolean overwrite;

  @Option(names = "--dryRun", description = "Show what would be written, and write nothing.")
  private boolean dryRun;

  @Mixin private WorldFlags worldFlags = new WorldFlags();

  @Mixin private FaultFlags faultFlags = new FaultFlags();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "json",
      description = "json, csv, avro, parquet.")
  private FileFormat format = FileFormat.JSON;

  @Option(names = "--gzip", description = "Compress JSON or CSV.")
  private boolean gzip;

  @Option(
      names = "--order",
      paramLabel = "ORDER",
      defaultValue = "arrival",
      description = "Of the records in the files: ${COMPLETION-CANDIDATES}.")
  private RecordOrder order = RecordOrder.arrival;

  @Option(
      names = "--recordsPerFile",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "The last file may have fewer.")
  private int recordsPerFile;

  @Option(
      names = "--truth",
      paramLabel = "LEVEL",
      defaultValue = "full",
      description = "What is written of it: ${COMPLETION-CANDIDATES}; full is as big as the data.")
  private TruthLevel truth = TruthLevel.full;

  @Mixin private TopicFlags topicFlags = new TopicFlags();

  @Override
  public Integer call() throws IOException {
    var checks = new FlagChecks(spec);
    var target = topicFlags.target(checks);
    checks.refuse(
        (output == null) == (target == null),
        output == null
            ? "--output=DIR or --topic=NAME is needed: where do the records go?"
            : "--output and --topic are both given: records go to files or to a topic");
    var config = resolve(checks, target);
    var folder = target == null ? output : topicFlags.truthOutput();
    if (folder != null) {
      OutputDirectory.check(folder, overwrite, GeneratedTables.ALL);
    }
    return dryRun ? showPlan(config, folder) : run(config, folder);
  }

  private GenerateConfig resolve(FlagChecks checks, @Nullable TopicTarget target) {
    checks.inRange("--recordsPerFile", recordsPerFile, 1, Integer.MAX_VALUE);
    checks.refuse(
        gzip && !format.isText(), "--gzip is for json and csv; " + name(format) + " is compressed");
    var lateness = faultFlags.lateness();
    var faults = faultFlags.faults(checks, format);
    if (target != null) {
      var world = topicFlags.world(worldFlags, checks);
      return new GenerateConfig(
          worldFlags.seed(), world, faults, lateness, topicFlags.form(truth, checks), target);
    }
    var world = worldFlags.world(checks);
    checks.refuse(
        worldFlags.transactions() / recordsPerFile >= MOST_FILES,
        "--recordsPerFile=%d would make more than %d files".formatted(recordsPerFile, MOST_FILES));
    checks.refuse(
        faults.late() > 0 && lateness.beyondDoubt() >= world.span(),
        "--lateRate: nothing can be so late within --days=" + worldFlags.days());
    var form = new Form(format, gzip, order, recordsPerFile, truth);
    return new GenerateConfig(worldFlags.seed(), world, faults, lateness, form, null);
  }

  static String name(FileFormat format) {
    return format == FileFormat.AVRO ? "Avro" : "Parquet";
  }

  private int showPlan(GenerateConfig config, @Nullable Path folder) {
    var out = spec.commandLine().getOut();
    out.println("Flags:");
    flags().forEach((name, value) -> out.println("  " + name + "=" + value));
    out.println("Output:");
    if (config.target() != null) {
      out.println("  " + config.target());
    }
    if (folder != null) {
      tables(config).stream().sorted().forEach(table -> out.println("  " + folder.resolve(table)));
    }
    out.println("dry run: nothing was written");
    return ExitCode.OK;
  }

  private int run(GenerateConfig config, @Nullable Path folder) throws IOException {
    if (folder == null) {
      return report(config, generate(config, null));
    }
    try (var directory = OutputDirectory.prepare(folder, tables(config))) {
      var summary = generate(config, directory.staging());
      if (config.form().truth() != TruthLevel.none) {
        summary.write(directory.staging().resolve(GeneratedTables.TRUTH), flags());
      }
      directory.publish();
      return report(config, summary);
    }
  }

  private Summary generate(GenerateConfig config, @Nullable Path folder) throws IOException {
    return Progress.during(spec.commandLine().getErr(), () -> Generation.run(config, folder));
  }

  private int report(GenerateConfig config, Summary summary) {
    var target = config.target();
    spec.commandLine()
        .getOut()
        .println(target == null ? summary.resultLine() : summary.resultLine(target.topic()));
    return ExitCode.OK;
  }

  private static Set<String> tables(GenerateConfig config) {
    return config.target() == null
        ? GeneratedTables.of(config.form().truth())
        : Set.of(GeneratedTables.TRUTH);
  }

  /** The flags that decide what is generated, with their values. */
  private Map<String, String> flags() {
    var flags = new TreeMap<String, String>();
    for (var option : spec.options()) {
      if (!option.usageHelp()
          && !option.versionHelp()
          && !OUTPUT_FLAGS.contains(option.longestName())
          && !(TopicFlags.OF_SENDING.contains(option.longestName()) && output != null)) {
        flags.put(option.longestName(), text(option.getValue()));
      }
    }
    return flags;
  }

  /** The value as it may be typed. */
  private static String text(Object value) {
    if (value instanceof List<?> values) {
      return values.stream().map(GenerateCommand::text).collect(Collectors.joining(","));
    }
    if (value instanceof Subtlety subtlety) {
      return subtlety.key();
    }
    return value instanceof Double number
        ? BigDecimal.valueOf(number).toPlainString()
        : String.valueOf(value);
  }
}
