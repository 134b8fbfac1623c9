package io.vigil.pipelines.backfill;

import io.vigil.pipelines.cli.Job;
import io.vigil.pipelines.cli.JobCommand;
import io.vigil.pipelines.postgres.PostgresFlags;
import io.vigil.transforms.screen.DetectionRules;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vigil backfill}: computes days of the past anew, and replaces what is live by it. */
@Command(
    name = "backfill",
    description =
        "Computes totals, spikes, incidents and flags of some days anew, from the archive or from a"
            + " topic, and replaces those in PostgreSQL in one transaction, or writes them to a"
            + " folder. A live job goes on beside it.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    showDefaultValues = true,
    footer = {
      "",
      "The last line is the result:",
      "generation=… days=… read=… accepted=… duplicates=… dead_letters=… … published=…",
      "Exit codes: 0 done; 1 not done, the last line says why; 2 wrong command line."
    })
public final class BackfillCommand extends JobCommand {

  @Mixin private RangeFlags days = new RangeFlags();

  @Mixin private HistoryFlags history = new HistoryFlags();

  @ArgGroup(exclusive = false, heading = "%nWhere the rows go:%n")
  private TargetFlags targets = new TargetFlags();

  @Mixin private PostgresFlags postgres = new PostgresFlags();

  @Option(
      names = "--detection",
      paramLabel = "FILE",
      description = "The rules, as for monitor (YAML); rules built in.")
  private @Nullable Path detectionFile;

  @Option(
      names = "--allowOpen",
      description =
          "Replace windows although they are still open: only for a live job that is gone for good.")
  private boolean allowOpen;

  @Option(
      names = "--allowFewer",
      description = "Replace days although fewer transactions would be counted than before.")
  private boolean allowFewer;

  @Option(
      names = "--compare",
      description = "Compute, show what would change, by day and key, and publish nothing.")
  private boolean compare;

  @Option(
      names = "--limit",
      paramLabel = "ROWS",
      defaultValue = "20",
      description = "How many differences of each table --compare shows.")
  private int limit;

  @Override
  protected Job resolve() throws IOException {
    var range = days.range();
    history.check();
    targets.check(postgres.isGiven(), compare);
    if (limit < 0) {
      throw new IllegalArgumentException("--limit must not be negative");
    }
    var runnerFlags = runnerFlags(false);
    if (history.isArchive() || targets.areFiles()) {
      checkShared(runnerFlags, "--archive and --output");
    }
    var rules =
        history.rules(
            detectionFile == null ? DetectionRules.defaults() : DetectionRules.read(detectionFile),
            range);
    var database = postgres.config();
    var folder = targets.resolve();
    runnerFlags.checkCluster();
    var live = LiveRange.look(database, range, rules);
    if (allowOpen || compare) {
      live.warnOfOpen(spec().commandLine().getErr());
    } else {
      live.refuseOpen();
    }
    var source = history.resolve(range, rules.horizon(), live.until());
    return new BackfillJob(
        new Backfill(
            new Recomputation(source, range, rules, runnerFlags),
            database,
            folder,
            compare ? Backfill.Purpose.COMPARE : Backfill.Purpose.PUBLISH,
            allowFewer || history.allowsFewer(),
            limit,
            targets.generation()));
  }
}
