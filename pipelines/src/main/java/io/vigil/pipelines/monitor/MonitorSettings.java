package io.vigil.pipelines.monitor;

import io.vigil.pipelines.tables.DayRange;
import io.vigil.schemas.mapping.Mapping;
import io.vigil.transforms.screen.DetectionRules;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the results depend on besides the records. Two runs with equal settings give equal results.
 *
 * @param mapping how to find the fields in the records; null if they are in Vigil's own form
 * @param rules what is suspicious, and how much of it is a spike
 * @param allowedLateness how long after its end a bucket or window stays open
 * @param earlyFirings how long a total of an open window may wait for more
 * @param generation what rows are marked with
 * @param range the days whose totals, flags and ledger come out, while records before them are
 *     there to judge them by, and records after them to complete incidents; null for all there is.
 *     Spikes and incidents come out for all that was read.
 */
public record MonitorSettings(
    @Nullable Mapping mapping,
    DetectionRules rules,
    Duration allowedLateness,
    Duration earlyFirings,
    long generation,
    @Nullable DayRange range) {

  /** Of all there is to read. */
  public MonitorSettings(
      @Nullable Mapping mapping,
      DetectionRules rules,
      Duration allowedLateness,
      Duration earlyFirings,
      long generation) {
    this(mapping, rules, allowedLateness, earlyFirings, generation, null);
  }

  /** The same, with rows of another generation. */
  public MonitorSettings withGeneration(long newGeneration) {
    return new MonitorSettings(mapping, rules, allowedLateness, earlyFirings, newGeneration, range);
  }
}
