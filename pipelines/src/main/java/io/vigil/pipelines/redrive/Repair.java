package io.vigil.pipelines.redrive;

import io.vigil.pipelines.archive.Archive;
import io.vigil.pipelines.archive.ArchivedFile;
import io.vigil.pipelines.backfill.Backfill;
import io.vigil.pipelines.cli.RunnerFlags;
import io.vigil.pipelines.postgres.PostgresConfig;
import io.vigil.pipelines.tables.DayRange;
import io.vigil.transforms.screen.DetectionRules;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Backfills days that lack something, and those whose spikes are other ones because of it. */
record Repair(
    Archive archive, DetectionRules rules, PostgresConfig database, RunnerFlags runnerFlags) {

  /**
   * Backfills them.
   *
   * @param ranges in order
   * @param today the first day that is not over
   * @return how many days were backfilled
   */
  int run(List<DayRange> ranges, LocalDate today, PrintWriter out, PrintWriter progress)
      throws IOException {
    int days = 0;
    DayRange firstWithOtherFlags = null;
    for (var range : ranges) {
      boolean changesFacts = backfill(range, out, progress);
      days += range.days();
      if (changesFacts && firstWithOtherFlags == null) {
        firstWithOtherFlags = range;
      }
    }
    if (firstWithOtherFlags == null) {
      return days;
    }
    var later = later(firstWithOtherFlags, today);
    if (later.isPresent()) {
      progress.println(
          "transactions or flags have changed: spikes of " + later.get() + " are judged anew");
      backfill(later.get(), out, progress);
    }
    return days + later.map(DayRange::days).orElse(0);
  }

  private boolean backfill(DayRange range, PrintWriter out, PrintWriter progress)
      throws IOException {
    return Backfill.ofArchive(archive, range, rules, database, runnerFlags).run(out, progress);
  }

  /** The days after the range of which there is something, as far as they are over. */
  private Optional<DayRange> later(DayRange range, LocalDate today) {
    var first = range.last().plusDays(1);
    return archive.readManifest().transactions().stream()
        .map(Repair::dayOf)
        .filter(day -> day.isBefore(today) && !day.isBefore(first))
        .max(Comparator.naturalOrder())
        .map(last -> new DayRange(first, last));
  }

  private static LocalDate dayOf(ArchivedFile file) {
    return LocalDate.ofInstant(Objects.requireNonNull(file.hour()), ZoneOffset.UTC);
  }
}
