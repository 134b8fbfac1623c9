package io.vigil.schemas.mapping;

import io.vigil.schemas.Reason;
import io.vigil.schemas.fields.Field;
import io.vigil.schemas.fields.Rejection;
import java.math.BigDecimal;

/** Numbers as texts, for fields that are texts in Vigil and numbers in somebody's data. */
final class PlainText {

  private PlainText() {}

  /** All digits of the number, without an exponent. */
  static String of(Field field, BigDecimal number) throws Rejection {
    // A few characters, as 1e999999999, could become gigabytes.
    if (Math.abs((long) number.scale()) > Values.MOST_DECIMALS) {
      throw Rejection.of(field, Reason.FIELD_TOO_LONG, "a number of too many digits");
    }
    return number.toPlainString();
  }
}
