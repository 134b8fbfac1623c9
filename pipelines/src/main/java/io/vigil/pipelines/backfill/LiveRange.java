package io.vigil.pipelines.backfill;

import io.vigil.pipelines.cli.Refusal;
import io.vigil.pipelines.postgres.Generations;
import io.vigil.pipelines.postgres.PostgresConfig;
import io.vigil.pipelines.postgres.PostgresTables;
import io.vigil.pipelines.tables.DayRange;
import io.vigil.transforms.screen.DetectionRules;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the live tables say about a range before it is recomputed.
 *
 * @param openRow a row that is still open, in words; null if there is none
 * @param until no record from then on bears on rows of the range
 */
public record LiveRange(@Nullable String openRow, Instant until) {

  /** Incidents that go on beyond the range are read to their end, and new ones so far. */
  private static final Duration AFTER = Duration.ofDays(1);

  /**
   * Looks at the tables, and changes nothing.
   *
   * @param database null if there are no live tables
   * @throws Refusal if they cannot be read
   */
  public static LiveRange look(
      @Nullable PostgresConfig database, DayRange range, DetectionRules rules) {
    var until = range.end().plus(AFTER);
    if (database == null) {
      return new LiveRange(null, until);
    }
    PostgresTables.check(database);
    var coolDown = rules.spikes().judge().coolDown();
    var lastIncident =
        Generations.lastIncidentEnd(database, range)
            .map(end -> end.plus(coolDown).plus(Duration.ofHours(1)))
            .filter(end -> end.isAfter(until));
    return new LiveRange(
        Generations.openRow(database, range, coolDown).orElse(null), lastIncident.orElse(until));
  }

  /**
   * Does not let open windows be replaced.
   *
   * @throws Refusal if something is open
   */
  void refuseOpen() {
    if (openRow != null) {
      throw new Refusal(
          openRow + " is still open in the live job (--allowOpen, if that job is gone for good)");
    }
  }

  /** Says what is open, where it must not be refused. */
  void warnOfOpen(PrintWriter warnings) {
    if (openRow != null) {
      warnings.println("still open: " + openRow);
    }
  }
}
