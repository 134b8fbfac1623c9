package io.vigil.pipelines.reconcile;

import io.vigil.pipelines.archive.Archive;
import io.vigil.pipelines.backfill.RangeComparison;
import io.vigil.pipelines.backfill.RangeFlags;
import io.vigil.pipelines.cli.DayFlag;
import io.vigil.pipelines.cli.RunnerFlags;
import io.vigil.pipelines.cli.RunnerFlags.Runner;
import io.vigil.pipelines.cli.SharedPaths;
import io.vigil.pipelines.files.InputFiles;
import io.vigil.pipelines.files.ReadLimits;
import io.vigil.pipelines.kafka.KafkaFlags;
import io.vigil.pipelines.kafka.StartFrom;
import io.vigil.pipelines.kafka.StartFromFlag;
import io.vigil.pipelines.postgres.PostgresConfig;
import io.vigil.pipelines.postgres.PostgresFlags;
import io.vigil.pipelines.postgres.PostgresTables;
import io.vigil.pipelines.tables.DayRange;
import io.vigil.pipelines.tables.Differences.Kind;
import io.vigil.schemas.mapping.Mapping;
import io.vigil.schemas.parse.TransactionParser;
import io.vigil.schemas.yaml.InvalidFileException;
import io.vigil.transforms.screen.DetectionRules;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code vigil reconcile}: proves the books, and compares the tables with the archive. */
@Command(
    name = "reconcile",
    description =
        "Proves from the ledger in PostgreSQL that every record that was read is accepted, a"
            + " duplicate, a dead letter or late; from a topic or files that all of them were read;"
            + " and from an archive that the tables are what it says.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    showDefaultValues = true,
    footer = {
      "",
      "The job should have read to the end and its windows be closed, or what is on its way differs.",
      "",
      "The last line is the result: sources=… read=… accepted=… duplicates=… dead_letters=… late=…"
          + " problems=… differences=… reconciled=…",
      "Exit codes: 0 all agrees; 1 it does not, or it could not be found out; 2 wrong command line."
    })
public final class ReconcileCommand implements Callable<Integer> {

  private static final int MEBIBYTE = 1 << 20;

  @Spec private CommandSpec spec;

  @Mixin private PostgresFlags postgres = new PostgresFlags();

  @Option(
      names = "--generation",
      paramLabel = "NUMBER",
      defaultValue = "0",
      description = "Whose ledger: 0 is what is live.")
  private long generation;

  @Option(
      names = "--topic",
      paramLabel = "TOPIC",
      description = "The topic of which every record must have been read.")
  private @Nullable String topic;

  @Option(
      names = "--startFrom",
      paramLabel = "START",
      defaultValue = "earliest",
      converter = StartFromFlag.class,
      description = "Where in the topic the job once began.")
  private StartFrom startFrom = new StartFrom.Earliest();

  @Mixin private KafkaFlags kafka = new KafkaFlags();

  @Option(
      names = "--input",
      paramLabel = "GLOB",
      description = "The files of which every record must have been read.")
  private List<String> inputs = List.of();

  @Option(
      names = "--mapping",
      paramLabel = "FILE",
      description = "The mapping of the files: their delimiter, and which can be used.")
  private @Nullable Path mappingFile;

  @Option(
      names = "--archive",
      paramLabel = "DIR",
      description = "Compute --from to --to anew from this archive, and compare the tables.")
  private @Nullable Path archive;

  @Option(
      names = "--from",
      paramLabel = "DAY",
      converter = DayFlag.class,
      description = "The first day (UTC).")
  private @Nullable LocalDate from;

  @Option(
      names = "--to",
      paramLabel = "DAY",
      converter = DayFlag.class,
      description = "The last day (UTC), which belongs to it.")
  private @Nullable LocalDate to;

  @Option(
      names = "--detection",
      paramLabel = "FILE",
      description = "The rules of the job (YAML); rules built in.")
  private @Nullable Path detectionFile;

  @Option(
      names = "--limit",
      paramLabel = "ROWS",
      defaultValue = "20",
      description = "How many differences of each table are shown.")
  private int limit;

  @Option(
      names = "--runner",
      paramLabel = "RUNNER",
      defaultValue = "FlinkRunner",
      description = "For the computation: ${COMPLETION-CANDIDATES}.")
  private Runner runner = Runner.FlinkRunner;

  @Mixin private SharedPaths sharedPaths = new SharedPaths();

  @Unmatched private List<String> otherFlags = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    try {
      return reconcile();
    } catch (InvalidFileException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private int reconcile() throws IOException {
    var database = postgres.config();
    if (database == null) {
      throw new IllegalArgumentException("Missing required option: '--jdbcUrl=URL'");
    }
    var range = range();
    var runnerFlags = RunnerFlags.parse(runner, false, otherFlags, spec.optionsMap().keySet());
    if (range != null) {
      sharedPaths.check(runnerFlags, "--archive");
    }
    if (kafka.isGiven() && topic == null) {
      throw new IllegalArgumentException("--bootstrapServers needs --topic");
    }
    PostgresTables.check(database);
    var out = spec.commandLine().getOut();
    var books = Books.read(database, generation);
    countSources(books);
    books.accounts().forEach((place, account) -> out.println(place + ": " + account));
    books.problems().forEach(out::println);
    long differences = range == null ? 0 : differences(database, range, runnerFlags, out);
    boolean isReconciled = books.problems().isEmpty() && differences == 0;
    out.println(
        "sources=%d %s problems=%d differences=%s reconciled=%b"
            .formatted(
                books.accounts().size(),
                books.sum(),
                books.problems().size(),
                range == null ? "not_compared" : String.valueOf(differences),
                isReconciled));
    return isReconciled ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private @Nullable DayRange range() {
    if (archive == null) {
      if (from != null || to != null) {
        throw new IllegalArgumentException("--from and --to need --archive=DIR");
      }
      return null;
    }
    if (from == null || to == null) {
      throw new IllegalArgumentException("--archive needs --from=DAY and --to=DAY");
    }
    return RangeFlags.range(from, to);
  }

  private void countSources(Books books) throws IOException {
    if (topic != null) {
      books.compareWith(
          SourceRecords.inTopic(kafka.settings(), topic, startFrom, books.accounts()));
    }
    if (!inputs.isEmpty()) {
      var mapping = mappingFile == null ? null : Mapping.read(mappingFile);
      var limits = ReadLimits.of(MEBIBYTE, mapping);
      var files = InputFiles.match("--input", inputs, null);
      books.compareWith(SourceRecords.inFiles(files, limits, TransactionParser.of(mapping)));
    }
  }

  private long differences(
      PostgresConfig database, DayRange range, RunnerFlags runnerFlags, PrintWriter out)
      throws IOException {
    var rules =
        detectionFile == null ? DetectionRules.defaults() : DetectionRules.read(detectionFile);
    var comparison =
        new ArchivedTables(Archive.at(Objects.requireNonNull(archive)), rules, runnerFlags)
            .compare(database, range, limit, spec.commandLine().getErr());
    comparison.lines().forEach(out::println);
    return sum(comparison);
  }

  private static long sum(RangeComparison comparison) {
    long sum = 0;
    for (var kind : Kind.values()) {
      sum += comparison.count(kind);
    }
    return sum;
  }
}
