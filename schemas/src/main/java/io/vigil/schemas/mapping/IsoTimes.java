package io.vigil.schemas.mapping;

import io.vigil.schemas.Reason;
import io.vigil.schemas.fields.EventTimes;
import io.vigil.schemas.fields.Field;
import io.vigil.schemas.fields.Rejection;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Times in ISO 8601.
 *
 * @param zone the zone of times without an offset; null if there must be none
 */
record IsoTimes(@Nullable ZoneId zone) implements TimeFormat {

  private static final int SHORTEST = "2011-03-27T01:30".length();

  @Override
  public long millis(String text) throws Rejection {
    var stripped = text.strip();
    if (zone == null || hasOffset(stripped)) {
      return EventTimes.parseIso(stripped);
    }
    long asIfUtc = asIfUtc(stripped);
    int nanos = (int) (asIfUtc % 1_000) * 1_000_000;
    return millis(LocalDateTime.ofEpochSecond(asIfUtc / 1_000, nanos, ZoneOffset.UTC));
  }

  private static long asIfUtc(String text) throws Rejection {
    try {
      return EventTimes.parseIso(text + "Z");
    } catch (Rejection e) {
      // It quotes a Z that is not in the data.
      throw e.reason() != Reason.INVALID_TIME
          ? e
          : Rejection.of(
              Field.EVENT_TIME,
              Reason.INVALID_TIME,
              Rejection.quote(text) + " is no ISO 8601 time");
    }
  }

  @Override
  public long millis(BigDecimal number) throws Rejection {
    throw Rejection.of(
        Field.EVENT_TIME,
        Reason.WRONG_TYPE,
        "a number is no ISO 8601 time; is the format epoch_seconds or epoch_millis?");
  }

  @Override
  public long millis(LocalDateTime local) throws Rejection {
    return zone == null ? TimeFormat.super.millis(local) : LocalTimes.millis(local, zone);
  }

  private static boolean hasOffset(String text) {
    for (int i = SHORTEST; i < text.length(); i++) {
      if ("Zz+-".indexOf(text.charAt(i)) >= 0) {
        return true;
      }
    }
    return false;
  }
}
