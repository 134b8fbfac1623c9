package io.vigil.pipelines.monitor;

import io.vigil.pipelines.results.ResultTables;
import io.vigil.schemas.Dimension;
import io.vigil.schemas.Grain;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * When the payments of a run took place, read back from its totals.
 *
 * @param hours how many payments began in which hour (UTC)
 */
record DaysCovered(SortedMap<Instant, Long> hours) {

  static DaysCovered of(ResultTables tables) {
    var hours = new TreeMap<Instant, Long>();
    tables.forEachTotal(
        Grain.HOUR,
        total -> {
          if (total.dimension() == Dimension.ALL) {
            hours.merge(Instant.ofEpochMilli(total.windowStart()), total.count(), Long::sum);
          }
        });
    return new DaysCovered(hours);
  }

  /** In one line; null if there were no payments. */
  @Nullable String line() {
    var busiest = hours.entrySet().stream().max(Map.Entry.comparingByValue()).orElse(null);
    if (busiest == null) {
      return null;
    }
    return "payments of %,d days (UTC), %s to %s; most in the hour from %s: %,d"
        .formatted(
            hours.keySet().stream().map(DaysCovered::day).distinct().count(),
            day(hours.firstKey()),
            day(hours.lastKey()),
            busiest.getKey(),
            busiest.getValue());
  }

  private static LocalDate day(Instant hour) {
    return LocalDate.ofInstant(hour, ZoneOffset.UTC);
  }
}
