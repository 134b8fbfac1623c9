package io.vigil.pipelines.monitor;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * When the payments of a run took place.
 *
 * @param hours how many payments began in which hour (UTC)
 */
record DaysCovered(SortedMap<Instant, Long> hours) {

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
