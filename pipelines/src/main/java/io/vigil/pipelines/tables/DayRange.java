package io.vigil.pipelines.tables;

import io.vigil.schemas.Flag;
import io.vigil.schemas.Incident;
import io.vigil.schemas.Spike;
import io.vigil.schemas.Total;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.stream.Stream;

/**
 * Whole days (UTC) of event time, and which rows are theirs. Windows never cross midnight, so every
 * total is of exactly one day; an incident may be of two ranges.
 *
 * @param first the first day
 * @param last the last day, which belongs to the range
 */
public record DayRange(LocalDate first, LocalDate last) implements Serializable {

  private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();

  /**
   * @throws IllegalArgumentException if the first day is after the last
   */
  public DayRange {
    if (first.isAfter(last)) {
      throw new IllegalArgumentException(first + " is after " + last);
    }
  }

  /** The first moment of the range. */
  public Instant start() {
    return startOf(first);
  }

  /** The first moment after the range. */
  public Instant end() {
    return startOf(last.plusDays(1));
  }

  public int days() {
    return (int) ChronoUnit.DAYS.between(first, last) + 1;
  }

  public Stream<LocalDate> eachDay() {
    return first.datesUntil(last.plusDays(1));
  }

  public boolean overlaps(DayRange other) {
    return !first.isAfter(other.last) && !other.first.isAfter(last);
  }

  /**
   * Whether the time lies in the range.
   *
   * @param time in milliseconds since the epoch
   */
  public boolean holds(long time) {
    long day = Math.floorDiv(time, DAY_MILLIS);
    return day >= first.toEpochDay() && day <= last.toEpochDay();
  }

  /**
   * Whether the row belongs to the range: a total by its window, a flag by its transaction, a spike
   * by its bucket, an incident if any part of it lies in the range. Rows that have no time of their
   * own, as those of the ledger, belong to every range.
   */
  public boolean holdsRow(Object row) {
    if (row instanceof Total total) {
      return holds(total.windowStart());
    }
    if (row instanceof Flag flag) {
      return holds(flag.eventTime());
    }
    if (row instanceof Spike spike) {
      return holds(spike.bucketStart());
    }
    if (row instanceof Incident incident) {
      return incident.incidentStart() < end().toEpochMilli()
          && incident.incidentEnd() > start().toEpochMilli();
    }
    return true;
  }

  private static Instant startOf(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /** {@code 2026-03-01 to 2026-03-30}. */
  @Override
  public String toString() {
    return first + " to " + last;
  }
}
