package io.vigil.schemas.mapping;

import io.vigil.schemas.Reason;
import io.vigil.schemas.fields.Field;
import io.vigil.schemas.fields.Rejection;
import java.math.BigDecimal;
import java.time.LocalDateTime;

/**
 * How the event time is written in somebody's data. Gives milliseconds since the epoch; their range
 * is checked by whoever takes them.
 */
interface TimeFormat {

  long millis(String text) throws Rejection;

  default long millis(BigDecimal number) throws Rejection {
    return millis(PlainText.of(Field.EVENT_TIME, number));
  }

  /** A time that is already one, but without a zone. */
  default long millis(LocalDateTime local) throws Rejection {
    throw Rejection.of(Field.EVENT_TIME, Reason.TIME_WITHOUT_ZONE, "the column holds local times");
  }
}
