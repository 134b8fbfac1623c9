package io.vigil.pipelines.backfill;

import io.vigil.pipelines.cli.DayFlag;
import io.vigil.pipelines.cli.Refusal;
import io.vigil.pipelines.tables.DayRange;
import java.time.LocalDate;
import java.time.ZoneOffset;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** The flags that name days, for any command. */
public final class RangeFlags {

  @Option(
      names = "--from",
      required = true,
      paramLabel = "DAY",
      converter = DayFlag.class,
      showDefaultValue = Visibility.NEVER,
      description = "The first day (UTC), such as 2026-03-01.")
  private LocalDate from = LocalDate.EPOCH;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "DAY",
      converter = DayFlag.class,
      showDefaultValue = Visibility.NEVER,
      description = "The last day (UTC), which belongs to it.")
  private LocalDate to = LocalDate.EPOCH;

  /**
   * The days.
   *
   * @throws IllegalArgumentException if the first one is after the last one
   * @throws Refusal if the last one is not over yet
   */
  public DayRange range() {
    return range(from, to);
  }

  /** The same of any two days. */
  public static DayRange range(LocalDate from, LocalDate to) {
    if (from.isAfter(to)) {
      throw new IllegalArgumentException("--from=" + from + " is after --to=" + to);
    }
    if (!to.isBefore(LocalDate.now(ZoneOffset.UTC))) {
      throw new Refusal("--to=" + to + " is not over yet (UTC): only whole days are recomputed");
    }
    return new DayRange(from, to);
  }
}
