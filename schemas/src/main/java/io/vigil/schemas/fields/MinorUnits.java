package io.vigil.schemas.fields;

import io.vigil.schemas.Reason;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Amounts as whole numbers of a currency's smallest unit. How many decimals a currency has is in
 * Vigil's own table of ISO 4217, which does not change with the JDK.
 */
public final class MinorUnits {

  private record Known(String code, int decimals) {}

  private static final Map<String, Known> CURRENCIES =
      IsoCodes.currencies().entrySet().stream()
          .map(it -> new Known(it.getKey(), it.getValue()))
          .collect(Collectors.toMap(Known::code, it -> it));

  private static final long[] POWERS_OF_TEN = new long[19];

  static {
    POWERS_OF_TEN[0] = 1;
    for (int i = 1; i < POWERS_OF_TEN.length; i++) {
      POWERS_OF_TEN[i] = POWERS_OF_TEN[i - 1] * 10;
    }
  }

  private MinorUnits() {}

  /** The code as ISO 4217 writes it; null if it is not a currency with minor units. */
  public static @Nullable String currencyCode(String text) {
    var known = CURRENCIES.get(text);
    if (known == null) {
      known = CURRENCIES.get(text.strip().toUpperCase(Locale.ROOT));
    }
    return known == null ? null : known.code();
  }

  /** The codes of all currencies with minor units. */
  public static Set<String> currencies() {
    return CURRENCIES.keySet();
  }

  /**
   * How many decimals amounts of the currency have.
   *
   * @throws IllegalArgumentException if it is not a currency with minor units
   */
  public static int decimals(String currency) {
    var known = CURRENCIES.get(currency);
    if (known == null) {
      throw new IllegalArgumentException("not a currency with minor units: " + currency);
    }
    return known.decimals();
  }

  /** The amount of so many minor units, exactly. */
  public static BigDecimal toDecimal(long minorUnits, String currency) {
    return BigDecimal.valueOf(minorUnits, decimals(currency));
  }

  /** {@code unscaled / 10^scale} in minor units of the currency, exactly. */
  static long of(long unscaled, int scale, String currency) throws Rejection {
    int shift = decimals(currency) - scale;
    if (shift == 0) {
      return unscaled;
    }
    if (shift > 0 && shift < POWERS_OF_TEN.length) {
      long factor = POWERS_OF_TEN[shift];
      long product = unscaled * factor;
      if (Math.multiplyHigh(unscaled, factor) == product >> 63) {
        return product;
      }
    }
    return of(BigDecimal.valueOf(unscaled, scale), currency);
  }

  /** The amount in minor units of the currency, exactly. */
  public static long of(BigDecimal amount, String currency) throws Rejection {
    if (amount.signum() == 0) {
      return 0;
    }
    int decimals = decimals(currency);
    var stripped = amount.stripTrailingZeros();
    if (stripped.scale() > decimals) {
      throw Rejection.of(
          Field.AMOUNT,
          Reason.TOO_MANY_DECIMALS,
          Rejection.quote(amount.toString()) + " is more exact than " + currency + " allows");
    }
    // Long.MAX_VALUE has 19 digits. The check keeps setScale from writing out 1e999999999.
    long digits = (long) stripped.precision() - stripped.scale() + decimals;
    if (digits <= 19) {
      var minorUnits = stripped.setScale(decimals).unscaledValue();
      if (minorUnits.bitLength() < Long.SIZE) {
        return minorUnits.longValue();
      }
    }
    throw Rejection.of(
        Field.AMOUNT,
        Reason.AMOUNT_OUT_OF_RANGE,
        Rejection.quote(amount.toString()) + " " + currency + " does not fit into 64 bits");
  }
}
