package io.vigil.pipelines.generate;

import io.vigil.pipelines.cli.DurationFlag;
import io.vigil.pipelines.cli.Progress;
import io.vigil.pipelines.files.OutputDirectory;
import io.vigil.pipelines.generate.GenerateConfig.Faults;
import io.vigil.pipelines.generate.GenerateConfig.Form;
import io.vigil.pipelines.generate.GenerateConfig.World;
import io.vigil.schemas.fields.EventTimes;
import io.vigil.schemas.files.FileFormat;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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
      "transactions=… duplicates=… conflicts=… late=… bad=… incidents=… files=…",
      "Exit codes: 0 done; 1 not done; 2 wrong command line."
    })
public final class GenerateCommand implements Callable<Integer> {

  private static final long MOST_TRANSACTIONS = 10_000_000_000L;
  private static final int MOST_FILES = 100_000;
  private static final double DEFAULT_BAD_RATE = 0.001;

  /** They say where the output goes, and do not change a byte of it. */
  private static final Set<String> OUTPUT_FLAGS = Set.of("--output", "--overwrite", "--dryRun");

  @Spec private CommandSpec spec;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      showDefaultValue = Visibility.NEVER,
      description = "Where transactions and truth appear, all at once, when everything is done.")
  private Path output = Path.of("");

  @Option(names = "--overwrite", description = "Replace what an earlier run has left in DIR.")
  private boolean overwrite;

  @Option(names = "--dryRun", description = "Show what would be written, and write nothing.")
  private boolean dryRun;

  @Option(
      names = "--transactions",
      paramLabel = "N",
      defaultValue = "100000",
      description = "Ordinary ones; incidents, copies and bad records come on top.")
  private long transactions;

  @Option(
      names = "--start",
      paramLabel = "TIME",
      defaultValue = "2026-03-02",
      converter = StartFlag.class,
      description = "A date or an instant, in UTC.")
  private Instant start = Instant.EPOCH;

  @Option(
      names = "--days",
      paramLabel = "N",
      defaultValue = "1",
      description = "From the start on.")
  private int days;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Another seed gives other transactions.")
  private long seed;

  @Option(
      names = "--incidents",
      paramLabel = "N",
      defaultValue = "10",
      description = "Spread over the time and over the kinds.")
  private int incidents;

  @Option(
      names = "--merchants",
      paramLabel = "N",
      defaultValue = "2000",
      description = "How many merchants there are.")
  private int merchants;

  @Option(
      names = "--merchantSkew",
      paramLabel = "X",
      defaultValue = "1.0",
      description = "Zipf's exponent: 0 pays all merchants equally often.")
  private double merchantSkew;

  @Option(
      names = "--cards",
      paramLabel = "N",
      defaultValue = "50000",
      description = "How many cards there are.")
  private int cards;

  @Option(
      names = "--cardSkew",
      paramLabel = "X",
      defaultValue = "0.3",
      description = "Zipf's exponent: 0 uses all cards equally often.")
  private double cardSkew;

  @Option(
      names = "--duplicateRate",
      paramLabel = "RATE",
      defaultValue = "0.001",
      description = "Come a second time, the same.")
  private double duplicateRate;

  @Option(
      names = "--conflictRate",
      paramLabel = "RATE",
      defaultValue = "0.0001",
      description = "Come a second time with another amount.")
  private double conflictRate;

  @Option(
      names = "--lateRate",
      paramLabel = "RATE",
      defaultValue = "0.001",
      description = "Come after their bucket has closed.")
  private double lateRate;

  @Option(
      names = "--outOfOrderRate",
      paramLabel = "RATE",
      defaultValue = "0.05",
      description = "Come after others that happened later, but in time.")
  private double outOfOrderRate;

  @Option(
      names = "--badRate",
      paramLabel = "RATE",
      description =
          "Bad records between the good ones. Default: "
              + DEFAULT_BAD_RATE
              + "; 0 for Avro and"
              + " Parquet, which cannot hold any.")
  private @Nullable Double badRate;

  @Option(
      names = "--maxOutOfOrderness",
      paramLabel = "DURATION",
      defaultValue = "30s",
      converter = DurationFlag.class,
      description = "So far the watermark is behind the latest event time.")
  private Duration maxOutOfOrderness = Duration.ZERO;

  @Option(
      names = "--allowedLateness",
      paramLabel = "DURATION",
      defaultValue = "10m",
      converter = DurationFlag.class,
      description = "So long a bucket is open after the watermark has passed it.")
  private Duration allowedLateness = Duration.ZERO;

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

  @Override
  public Integer call() throws IOException {
    var config = resolve();
    OutputDirectory.check(output, overwrite, GeneratedTables.ALL);
    return dryRun ? showPlan() : run(config);
  }

  private GenerateConfig resolve() {
    inRange("--transactions", transactions, 1, MOST_TRANSACTIONS);
    inRange("--days", days, 1, 3_660);
    inRange("--incidents", incidents, 0, 100_000);
    inRange("--merchants", merchants, 1, 1_000_000);
    within("--merchantSkew", merchantSkew, 0, 4);
    inRange("--cards", cards, 1, 10_000_000);
    within("--cardSkew", cardSkew, 0, 4);
    inRange("--recordsPerFile", recordsPerFile, 1, Integer.MAX_VALUE);
    refuse(
        transactions / recordsPerFile >= MOST_FILES,
        "--recordsPerFile=%d would make more than %d files".formatted(recordsPerFile, MOST_FILES));
    refuse(gzip && !format.isText(), "--gzip is for json and csv; " + name() + " is compressed");
    refuse(
        start.isBefore(Instant.EPOCH)
            || start.isAfter(Instant.ofEpochMilli(EventTimes.END - days * Rhythm.DAY)),
        "--start=" + start + " with --days=" + days + " is not within 1970 to 2099");
    var world =
        new World(
            transactions,
            start.toEpochMilli(),
            days,
            incidents,
            merchants,
            merchantSkew,
            cards,
            cardSkew);
    var lateness = new Lateness(maxOutOfOrderness.toMillis(), allowedLateness.toMillis());
    return new GenerateConfig(
        seed,
        world,
        faults(lateness),
        lateness,
        new Form(format, gzip, order, recordsPerFile, truth));
  }

  private Faults faults(Lateness lateness) {
    if (badRate == null) {
      badRate = format.isText() ? DEFAULT_BAD_RATE : 0;
    }
    double bad = badRate;
    within("--duplicateRate", duplicateRate, 0, 1);
    within("--conflictRate", conflictRate, 0, 1);
    within("--lateRate", lateRate, 0, 1);
    within("--outOfOrderRate", outOfOrderRate, 0, 1);
    within("--badRate", bad, 0, 1);
    refuse(
        duplicateRate + conflictRate > 1,
        "--duplicateRate and --conflictRate are more than 1 together: a transaction comes twice"
            + " at most");
    refuse(
        lateRate + outOfOrderRate > 1,
        "--lateRate and --outOfOrderRate are more than 1 together: a record is delayed once");
    refuse(
        bad > 0 && !format.isText(),
        "--badRate is for json and csv; a file of " + name() + " holds no records but good ones");
    refuse(
        outOfOrderRate > 0 && lateness.maxOutOfOrderness() == 0,
        "--outOfOrderRate needs a --maxOutOfOrderness above 0");
    refuse(
        lateRate > 0 && lateness.beyondDoubt() >= days * Rhythm.DAY,
        "--lateRate: nothing can be so late within --days=" + days);
    return new Faults(duplicateRate, conflictRate, lateRate, outOfOrderRate, bad);
  }

  private String name() {
    return format == FileFormat.AVRO ? "Avro" : "Parquet";
  }

  private int showPlan() {
    var out = spec.commandLine().getOut();
    out.println("Flags:");
    flags().forEach((name, value) -> out.println("  " + name + "=" + value));
    out.println("Output:");
    GeneratedTables.of(truth).stream()
        .sorted()
        .forEach(table -> out.println("  " + output.resolve(table)));
    out.println("dry run: nothing was written");
    return ExitCode.OK;
  }

  private int run(GenerateConfig config) throws IOException {
    try (var directory = OutputDirectory.prepare(output, GeneratedTables.of(truth))) {
      var summary =
          Progress.during(
              spec.commandLine().getErr(), () -> Generation.run(config, directory.staging()));
      if (truth != TruthLevel.none) {
        summary.write(directory.staging().resolve(GeneratedTables.TRUTH), flags());
      }
      directory.publish();
      spec.commandLine().getOut().println(summary.resultLine());
      return ExitCode.OK;
    }
  }

  /** The flags that decide what is generated, with their values. */
  private Map<String, String> flags() {
    var flags = new TreeMap<String, String>();
    for (var option : spec.options()) {
      if (!option.usageHelp()
          && !option.versionHelp()
          && !OUTPUT_FLAGS.contains(option.longestName())) {
        flags.put(option.longestName(), text(option.getValue()));
      }
    }
    return flags;
  }

  /** The value as it may be typed. */
  private static String text(Object value) {
    return value instanceof Double number
        ? BigDecimal.valueOf(number).toPlainString()
        : String.valueOf(value);
  }

  private void inRange(String flag, long value, long least, long most) {
    refuse(
        value < least || value > most, flag + "=" + value + " is not in " + least + " to " + most);
  }

  private void within(String flag, double value, double least, double most) {
    // Written so that NaN is refused, too.
    refuse(
        !(value >= least && value <= most),
        flag + "=" + value + " is not in " + least + " to " + most);
  }

  private void refuse(boolean isWrong, String problem) {
    if (isWrong) {
      throw new ParameterException(spec.commandLine(), problem);
    }
  }
}
