package io.vigil.pipelines.reconcile;

import io.vigil.pipelines.archive.Archive;
import io.vigil.pipelines.backfill.ArchivedHistory;
import io.vigil.pipelines.backfill.ArchivedHistory.Look;
import io.vigil.pipelines.backfill.LiveRange;
import io.vigil.pipelines.backfill.RangeComparison;
import io.vigil.pipelines.backfill.Recomputation;
import io.vigil.pipelines.cli.Refusal;
import io.vigil.pipelines.cli.RunnerFlags;
import io.vigil.pipelines.postgres.Generations;
import io.vigil.pipelines.postgres.Generations.Work;
import io.vigil.pipelines.postgres.PostgresConfig;
import io.vigil.pipelines.postgres.PostgresTables;
import io.vigil.pipelines.tables.DayRange;
import io.vigil.transforms.screen.DetectionRules;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;

/** The tables as an archive says that they should be, with all the history that it has. */
record ArchivedTables(Archive archive, DetectionRules rules, RunnerFlags runnerFlags) {

  /**
   * Holds what is live against them. Days of which the archive has nothing should have no rows.
   *
   * @param limit how many differences of a table are put into words
   * @throws Refusal if it cannot be done
   */
  RangeComparison compare(
      PostgresConfig database, DayRange range, int limit, PrintWriter progress) {
    var live = LiveRange.look(database, range, rules);
    if (live.openRow() != null) {
      progress.println("still open: " + live.openRow());
    }
    var history =
        ArchivedHistory.find(
            archive.readManifest(), range, Instant.EPOCH, live.until(), Look.QUICK);
    if (!history.damages().isEmpty()) {
      throw new Refusal(history.damages().get(0));
    }
    PostgresTables.prepare(database);
    try (var generation = Generations.begin(database, new Work("reconcile", range, false))) {
      new Recomputation(history, range, rules, runnerFlags).into(generation, List.of(), progress);
      return RangeComparison.of(generation, limit);
    }
  }
}
