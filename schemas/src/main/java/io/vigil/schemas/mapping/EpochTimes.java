package io.vigil.schemas.mapping;

import io.vigil.schemas.Reason;
import io.vigil.schemas.fields.Decimals;
import io.vigil.schemas.fields.Field;
import io.vigil.schemas.fields.Rejection;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;

/**
 * Times that count from 1970-01-01T00:00:00Z.
 *
 * @param finerThanMilli by how many decimal places the unit is finer than a millisecond; negative
 *     if it is coarser
 */
record EpochTimes(int finerThanMilli) implements TimeFormat {

  static final Map<String, EpochTimes> BY_NAME =
      Map.of(
          "epoch_seconds", new EpochTimes(-3),
          "epoch_millis", new EpochTimes(0),
          "epoch_micros", new EpochTimes(3),
          "epoch_nanos", new EpochTimes(6));

  /** Any time of Vigil in nanoseconds has fewer digits. */
  private static final int MOST_DIGITS = 30;

  @Override
  public long millis(String text) throws Rejection {
    BigDecimal number;
    try {
      number = Decimals.parse(Field.EVENT_TIME, text);
    } catch (Rejection e) {
      throw Rejection.of(
          Field.EVENT_TIME,
          Reason.INVALID_TIME,
          Rejection.quote(text) + " is no number that counts from 1970");
    }
    return millis(number);
  }

  @Override
  public long millis(BigDecimal number) throws Rejection {
    long wholeDigits = (long) number.precision() - number.scale();
    if (wholeDigits > MOST_DIGITS) {
      throw Rejection.of(
          Field.EVENT_TIME, Reason.TIME_OUT_OF_RANGE, "must lie between 1970 and 2099");
    }
    if (wholeDigits < -MOST_DIGITS) {
      return 0;
    }
    var millis = number.movePointLeft(finerThanMilli).setScale(0, RoundingMode.FLOOR);
    // What does not fit is out of range anyway.
    return millis.precision() <= 18 ? millis.longValue() : Long.MAX_VALUE;
  }
}
