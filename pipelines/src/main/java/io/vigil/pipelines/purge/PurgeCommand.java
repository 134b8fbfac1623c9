package io.vigil.pipelines.purge;

import io.vigil.pipelines.archive.Archive;
import io.vigil.pipelines.archive.ArchivePurge;
import io.vigil.pipelines.cli.DayFlag;
import io.vigil.pipelines.cli.Refusal;
import io.vigil.pipelines.postgres.PostgresConfig;
import io.vigil.pipelines.postgres.PostgresFlags;
import io.vigil.pipelines.postgres.PostgresTables;
import io.vigil.pipelines.postgres.TablePurge;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code vigil purge}: removes from an archive and from the tables what is older than a day. */
@Command(
    name = "purge",
    description =
        "Removes what is older than a day: from an archive (--archive) the transactions that happened"
            + " before it and the dead letters that happened or were archived before it; from the"
            + " tables (--jdbcUrl) flags, conflicts, dead letters and late transactions. Jobs may go"
            + " on meanwhile. What was removed is not archived again.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    showDefaultValues = true,
    footer = {
      "",
      "Each hour of the archive goes in one step, and all rows of the tables in another. A run that"
          + " was interrupted is simply started again.",
      "",
      "The last line is the result: before=… archived=… rows=…",
      "Exit codes: 0 done; 1 not done, the last line says why; 2 wrong command line."
    })
public final class PurgeCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--before",
      required = true,
      paramLabel = "DAY",
      converter = DayFlag.class,
      showDefaultValue = Visibility.NEVER,
      description = "The first day (UTC) that stays, such as 2026-03-01.")
  private LocalDate before = LocalDate.EPOCH;

  @Option(names = "--archive", paramLabel = "DIR", description = "The archive to purge.")
  private @Nullable Path archive;

  @Mixin private PostgresFlags postgres = new PostgresFlags();

  @Option(
      names = "--totals",
      description = "Remove totals, spikes and incidents of those days, too.")
  private boolean totals;

  @Option(names = "--dryRun", description = "Count what would be removed, and remove nothing.")
  private boolean dryRun;

  @Override
  public Integer call() throws IOException {
    var database = postgres.config();
    if (archive == null && database == null) {
      throw wrong("Missing required option: '--archive=DIR' or '--jdbcUrl=URL'");
    }
    if (totals && database == null) {
      throw wrong("--totals needs --jdbcUrl");
    }
    if (before.isAfter(LocalDate.now(ZoneOffset.UTC))) {
      throw new Refusal("--before=" + before + " has not begun yet (UTC)");
    }
    if (database != null) {
      PostgresTables.check(database);
    }
    long archived = archive == null ? 0 : purge(Archive.at(archive));
    long rows = database == null ? 0 : purge(database);
    if (dryRun) {
      say("dry run: nothing was removed");
    }
    say("before=%s archived=%d rows=%d".formatted(before, archived, rows));
    return ExitCode.OK;
  }

  private long purge(Archive from) throws IOException {
    var purge = ArchivePurge.before(before, from);
    var removed = dryRun ? purge.dryRun() : purge.run();
    say(
        "archive: %,d transactions, %,d dead letters"
            .formatted(removed.transactions(), removed.deadLetters()));
    return removed.transactions() + removed.deadLetters();
  }

  private long purge(PostgresConfig database) {
    if (!dryRun) {
      PostgresTables.prepare(database);
    }
    var purge = new TablePurge(database, before, totals);
    var removed = dryRun ? purge.dryRun() : purge.run();
    removed.forEach((table, rows) -> say("%s: %,d rows".formatted(table, rows)));
    return removed.values().stream().mapToLong(it -> it).sum();
  }

  private void say(String line) {
    spec.commandLine().getOut().println(line);
  }

  private ParameterException wrong(String problem) {
    return new ParameterException(spec.commandLine(), problem);
  }
}
