package io.vigil.schemas.mapping;

import io.vigil.schemas.Reason;
import io.vigil.schemas.fields.Field;
import io.vigil.schemas.fields.Rejection;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Says when it was that a clock on a wall showed a time. */
final class LocalTimes {

  private LocalTimes() {}

  /**
   * The time in milliseconds since the epoch. A time that the zone's clocks skip in spring does not
   * exist and is refused; of the two times that they show twice in autumn, the first is taken.
   */
  static long millis(LocalDateTime local, ZoneId zone) throws Rejection {
    // In an overlap, the offset from before the change comes first.
    var offsets = zone.getRules().getValidOffsets(local);
    if (offsets.isEmpty()) {
      throw Rejection.of(
          Field.EVENT_TIME, Reason.INVALID_TIME, local + " does not exist in " + zone);
    }
    return millis(local, offsets.get(0));
  }

  static long millis(LocalDateTime local, ZoneOffset offset) {
    return local.toEpochSecond(offset) * 1_000 + local.getNano() / 1_000_000;
  }
}
