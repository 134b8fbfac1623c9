package io.vigil.pipelines.monitor;

import io.vigil.pipelines.files.FolderSink;
import io.vigil.pipelines.files.OutputFormat;
import io.vigil.pipelines.files.WrittenRows;
import io.vigil.pipelines.tables.Tables;
import io.vigil.schemas.Dimension;
import io.vigil.schemas.Grain;
import io.vigil.schemas.Total;
import io.vigil.schemas.avro.JsonRowReader;
import io.vigil.schemas.avro.RecordTypes;
import java.io.IOException;
import java.nio.file.Path;
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

  static DaysCovered of(Path folder, OutputFormat format) throws IOException {
    var hours = new TreeMap<Instant, Long>();
    WrittenRows.forEach(
        folder.resolve(Tables.TOTALS.name()),
        FolderSink.nameOf(Grain.HOUR),
        format,
        RecordTypes.TOTAL,
        row -> {
          if (row.get("dimension").asText().equals(Dimension.ALL_KEY)) {
            var type = RecordTypes.TOTAL;
            Total total = type.fromAvro(JsonRowReader.read(type.schema(), row.toString()));
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
