package io.vigil.transforms.screen;

import java.io.Serializable;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** A length of event time, written as a whole number and a unit: {@code 60s}, {@code 10m}. */
record Span(long millis) implements Serializable {

  static final Span ZERO = new Span(0);

  /** The longest span: a card's history is kept for as long. */
  static final Span LONGEST = new Span(7 * 86_400_000L);

  private static final Pattern FORM = Pattern.compile("([0-9]+)(s|m|h|d)");
  private static final Map<String, Long> UNITS = new LinkedHashMap<>();

  static {
    UNITS.put("d", 86_400_000L);
    UNITS.put("h", 3_600_000L);
    UNITS.put("m", 60_000L);
    UNITS.put("s", 1_000L);
  }

  /**
   * Reads a span.
   *
   * @throws IllegalArgumentException if it is none, not positive or too long; the message is for
   *     who has written it
   */
  static Span parse(String text) {
    var matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no duration; write a whole number and s, m, h or d, as in 60s");
    }
    var millis =
        new BigInteger(matcher.group(1)).multiply(BigInteger.valueOf(UNITS.get(matcher.group(2))));
    if (millis.signum() == 0 || millis.compareTo(BigInteger.valueOf(LONGEST.millis)) > 0) {
      throw new IllegalArgumentException("must be longer than 0s and at most " + LONGEST);
    }
    return new Span(millis.longValueExact());
  }

  /** In the largest unit that gives a whole number, however it was written. */
  @Override
  public String toString() {
    for (var unit : UNITS.entrySet()) {
      if (millis % unit.getValue() == 0 && millis > 0) {
        return millis / unit.getValue() + unit.getKey();
      }
    }
    return millis + "ms";
  }
}
