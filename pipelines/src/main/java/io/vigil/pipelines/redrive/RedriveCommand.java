package io.vigil.pipelines.redrive;

import static io.vigil.pipelines.redrive.SelectionFlags.refuse;

import io.vigil.pipelines.cards.CardKeyFlag;
import io.vigil.pipelines.cli.Refusal;
import io.vigil.pipelines.cli.RunnerFlags;
import io.vigil.pipelines.cli.RunnerFlags.Runner;
import io.vigil.pipelines.cli.SharedPaths;
import io.vigil.pipelines.kafka.KafkaFlags;
import io.vigil.pipelines.postgres.PostgresFlags;
import io.vigil.pipelines.tables.Tables;
import io.vigil.schemas.mapping.Mapping;
import io.vigil.schemas.parse.TransactionParser;
import io.vigil.schemas.protect.CardProtection;
import io.vigil.schemas.yaml.InvalidFileException;
import io.vigil.transforms.screen.DetectionRules;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code vigil redrive}: takes what was set aside through the pipeline again. */
@Command(
    name = "redrive",
    description =
        "Takes dead letters through today's code and mapping: what is good now goes to an archive or"
            + " to a topic, each record once, and what is not goes back to where it came from, its"
            + " count of attempts raised. Or takes late transactions, finds the days that lack them,"
            + " and backfills those.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    showDefaultValues = true,
    footer = {
      "",
      "FROM is a glob of files, topic:NAME, or table, which is Vigil's own in --jdbcUrl.",
      "A run that was interrupted is simply started again.",
      "",
      "The last line is the result: redriven=… still_bad=… given_up=… incomplete=… already=…",
      "or late=… archived=… backfilled_days=…",
      "Exit codes: 0 done; 1 not done, the last line says why; 2 wrong command line."
    })
public final class RedriveCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--deadLetters",
      paramLabel = "FROM",
      description = "The dead letters: files of monitor or of an archive, a topic, or the table.")
  private @Nullable String deadLetters;

  @Option(
      names = "--late",
      paramLabel = "FROM",
      description = "The late transactions; needs --archive and --jdbcUrl.")
  private @Nullable String late;

  @Mixin private SelectionFlags selectionFlags = new SelectionFlags();

  @Option(
      names = "--mapping",
      paramLabel = "FILE",
      description = "How to find the fields in other people's data (YAML).")
  private @Nullable Path mappingFile;

  @Mixin private CardKeyFlag cardKey = new CardKeyFlag();

  @Option(
      names = "--deadLetterPrivateKey",
      paramLabel = "FILE",
      description =
          "The private key of dead letters that are encrypted; may be given several times, for"
              + " those of several keys.")
  private List<Path> privateKeys = List.of();

  @Mixin private DestinationFlags destination = new DestinationFlags();

  @Mixin private KafkaFlags kafka = new KafkaFlags();

  @Mixin private PostgresFlags postgres = new PostgresFlags();

  @Option(
      names = "--detection",
      paramLabel = "FILE",
      description = "For --late: the rules, as for monitor (YAML); rules built in.")
  private @Nullable Path detectionFile;

  @Option(names = "--dryRun", description = "Show what would become of them, and write nothing.")
  private boolean dryRun;

  @Option(
      names = "--runner",
      paramLabel = "RUNNER",
      defaultValue = "FlinkRunner",
      description = "For the backfill of --late: ${COMPLETION-CANDIDATES}.")
  private Runner runner = Runner.FlinkRunner;

  @Mixin private SharedPaths sharedPaths = new SharedPaths();

  @Unmatched private List<String> otherFlags = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    try {
      refuse(
          (deadLetters == null) == (late == null),
          late == null
              ? "Missing required option: '--deadLetters=FROM' or '--late=FROM'"
              : "--deadLetters and --late exclude each other");
      var runnerFlags = RunnerFlags.parse(runner, false, otherFlags, spec.optionsMap().keySet());
      var out = spec.commandLine().getOut();
      return deadLetters == null
          ? redriveLate(new OriginFlag("--late", String.valueOf(late)), runnerFlags, out)
          : redrive(new OriginFlag("--deadLetters", deadLetters), out);
    } catch (InvalidFileException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private int redrive(OriginFlag from, PrintWriter out) throws IOException {
    var selection = selectionFlags.selection();
    refuse(detectionFile != null, "--detection is for --late");
    refuse(!otherFlags.isEmpty(), "only --late runs a pipeline; it has no flags of a runner");
    destination.check(from, dryRun);
    var mapping = mappingFile == null ? null : Mapping.read(mappingFile);
    var protection = new CardProtection(cardKey.key(mapping), null);
    var decryption = Decryption.with(privateKeys);
    var database = postgres.config();
    var origin = from.resolve(Tables.DEAD_LETTERS, kafka, database);
    var redrive =
        new Redrive(
            selection,
            TransactionParser.of(mapping),
            protection.protector(),
            decryption,
            selectionFlags.maxAttempts(),
            Instant.now());
    out.println("dead letters: " + origin);
    if (dryRun) {
      var asItIs = destination.asItIs(kafka);
      redrive.run(origin, asItIs, asItIs, selectionFlags.limit());
    } else {
      try (var good = destination.good(kafka);
          var returns = destination.returns(from, good, kafka, database)) {
        redrive.run(origin, good, returns, selectionFlags.limit());
      }
    }
    redrive.print(out);
    if (destination.isArchive() && !redrive.days().isEmpty()) {
      out.println(
          "days to backfill: "
              + redrive.days().stream().map(String::valueOf).collect(Collectors.joining(" ")));
    }
    if (dryRun) {
      out.println("dry run: nothing was written");
    }
    out.println(redrive.resultLine());
    return ExitCode.OK;
  }

  private int redriveLate(OriginFlag from, RunnerFlags runnerFlags, PrintWriter out)
      throws IOException {
    var selection = selectionFlags.selection();
    refuse(selectionFlags.areOfDeadLetters(), "--reason and --limit are for --deadLetters");
    refuse(mappingFile != null, "--mapping is for --deadLetters");
    refuse(cardKey.isGiven(), "--cardPseudonym is for --deadLetters: late ones have theirs");
    refuse(!privateKeys.isEmpty(), "--deadLetterPrivateKey is for --deadLetters");
    sharedPaths.check(runnerFlags, "--archive");
    var archive = destination.archiveOfLate();
    var database = postgres.config();
    if (database == null) {
      throw new IllegalArgumentException("--late needs --jdbcUrl, whose days are repaired");
    }
    var rules =
        detectionFile == null ? DetectionRules.defaults() : DetectionRules.read(detectionFile);
    archive.readManifest();
    var records =
        LateRecords.of(
            from.resolve(Tables.LATE, kafka, database),
            it -> selection.isInTime(it.eventTime()),
            archive,
            dryRun);
    records.print(out);
    var today = LocalDate.now(ZoneOffset.UTC);
    var days = records.daysBefore(today);
    int backfilled = 0;
    if (dryRun) {
      days.forEach(range -> out.println("would backfill " + range));
    } else {
      backfilled =
          new Repair(archive, rules, database, runnerFlags)
              .run(days, today, out, spec.commandLine().getErr());
    }
    out.println(
        "late=%d archived=%d backfilled_days=%d"
            .formatted(records.count(), records.archived(), backfilled));
    if (records.reach(today)) {
      throw new Refusal(today + " is not over yet (UTC): redrive its late ones another day");
    }
    return ExitCode.OK;
  }
}
