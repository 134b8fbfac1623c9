package io.vigil.pipelines.redrive;

import io.vigil.schemas.DeadLetter;
import io.vigil.schemas.Reason;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters are meant.
 *
 * @param reasons their reasons; empty for all
 * @param from the first event time; null for no bound. With a bound, a record whose time was not
 *     understood is not meant
 * @param to the first event time that is too late; null for no bound
 */
record Selection(Set<Reason> reasons, @Nullable Instant from, @Nullable Instant to) {

  boolean has(DeadLetter letter) {
    return (reasons.isEmpty() || reasons.contains(letter.reason())) && isInTime(letter.eventTime());
  }

  /** Whether the time lies between the bounds. */
  boolean isInTime(@Nullable Long eventTime) {
    if (from == null && to == null) {
      return true;
    }
    return eventTime != null
        && (from == null || eventTime >= from.toEpochMilli())
        && (to == null || eventTime < to.toEpochMilli());
  }
}
