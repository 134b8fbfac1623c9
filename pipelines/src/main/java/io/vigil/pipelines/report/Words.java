package io.vigil.pipelines.report;

import io.vigil.schemas.fields.MinorUnits;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** How figures and times are written for a person. */
final class Words {

  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Words() {}

  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** A part of a whole in percent; nothing of nothing is no percentage. */
  static String share(long part, long whole) {
    return whole == 0 ? "–" : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / whole);
  }

  static String money(Map<String, Long> sums) {
    return sums.entrySet().stream()
        .map(it -> amount(it.getValue(), it.getKey()))
        .collect(Collectors.joining(", "));
  }

  /** For a narrow place. */
  static String moneyInShort(Map<String, Long> sums) {
    return sums.size() <= 1 ? money(sums) : "in %d currencies".formatted(sums.size());
  }

  static String amount(long minorUnits, String currency) {
    return String.format(
        Locale.ROOT,
        "%s %,." + MinorUnits.decimals(currency) + "f",
        currency,
        MinorUnits.toDecimal(minorUnits, currency));
  }

  static String time(long millis) {
    return CLOCK.format(Instant.ofEpochMilli(millis));
  }

  /** {@code CARD_TESTING} as {@code card testing}. */
  static String plain(Enum<?> name) {
    return name.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
