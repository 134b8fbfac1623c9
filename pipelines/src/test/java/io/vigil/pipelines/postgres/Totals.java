package io.vigil.pipelines.postgres;

import io.vigil.schemas.Dimension;
import io.vigil.schemas.Grain;
import io.vigil.schemas.Total;
import java.time.Instant;

/** Totals of a minute of a merchant, in different versions. */
record Totals(String merchant, int minute) {

  private static final long START = Instant.parse("2026-03-01T00:00:00Z").toEpochMilli();
  private static final long MINUTE = 60_000;

  static Totals of(String merchant, int minute) {
    return new Totals(merchant, minute);
  }

  Total with(long count, long generation, boolean isFinal, long facts) {
    long start = START + minute * MINUTE;
    return new Total(
        Grain.MINUTE,
        Dimension.MERCHANT,
        merchant,
        "EUR",
        start,
        start + MINUTE,
        count,
        0,
        0,
        count * 100,
        100,
        1,
        generation,
        facts,
        isFinal);
  }
}
