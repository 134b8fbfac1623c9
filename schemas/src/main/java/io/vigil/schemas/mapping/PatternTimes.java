package io.vigil.schemas.mapping;

import io.vigil.schemas.Reason;
import io.vigil.schemas.fields.Field;
import io.vigil.schemas.fields.Rejection;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Times in a pattern of {@link DateTimeFormatter}, taken strictly: no 30 February, no 24:00. Names
 * of months and days are English.
 *
 * @param zone the zone of times without zone or offset; null if there must be none
 */
record PatternTimes(String pattern, DateTimeFormatter formatter, @Nullable ZoneId zone)
    implements TimeFormat {

  private static final ZonedDateTime SAMPLE =
      ZonedDateTime.of(2011, 10, 17, 13, 45, 56, 0, ZoneId.of("Europe/London"));

  /**
   * Compiles a pattern.
   *
   * @throws IllegalArgumentException if no time can be read with it, with the reason
   */
  static PatternTimes of(String pattern, @Nullable ZoneId zone) {
    DateTimeFormatter formatter;
    TemporalAccessor sample;
    try {
      formatter =
          DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH)
              .withResolverStyle(ResolverStyle.STRICT);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("no time pattern: " + e.getMessage(), e);
    }
    try {
      sample = formatter.parse(formatter.format(SAMPLE));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("a time pattern that contradicts itself", e);
    }
    if (sample.query(TemporalQueries.localDate()) == null) {
      throw new IllegalArgumentException(
          "the pattern gives no date"
              + (pattern.contains("y") ? "; write 'u' for the year, not 'y'" : ""));
    }
    if (sample.query(TemporalQueries.localTime()) == null) {
      throw new IllegalArgumentException(
          "the pattern gives no time of day"
              + (pattern.contains("h") ? "; write 'H' for hours up to 23, or add 'a'" : ""));
    }
    boolean hasZone = sample.query(TemporalQueries.zone()) != null;
    if (!hasZone && zone == null) {
      throw new IllegalArgumentException("the pattern has no zone and no offset: add 'zone'");
    }
    if (hasZone && zone != null && !pattern.contains("[")) {
      throw new IllegalArgumentException("the pattern has a zone or offset: leave 'zone' out");
    }
    return new PatternTimes(pattern, formatter, zone);
  }

  @Override
  public long millis(String text) throws Rejection {
    TemporalAccessor parsed;
    LocalDateTime local;
    try {
      parsed = formatter.parse(text);
      local = LocalDateTime.from(parsed);
    } catch (DateTimeException e) {
      throw Rejection.of(
          Field.EVENT_TIME,
          Reason.INVALID_TIME,
          Rejection.quote(text) + " is no time of the form '" + pattern + "'");
    }
    var offset = parsed.query(TemporalQueries.offset());
    if (offset != null) {
      return LocalTimes.millis(local, offset);
    }
    var written = parsed.query(TemporalQueries.zoneId());
    var region = written == null ? zone : written;
    if (region == null) {
      throw Rejection.of(
          Field.EVENT_TIME,
          Reason.TIME_WITHOUT_ZONE,
          Rejection.quote(text) + " has neither zone nor offset");
    }
    return LocalTimes.millis(local, region);
  }

  @Override
  public long millis(LocalDateTime local) throws Rejection {
    return zone == null ? TimeFormat.super.millis(local) : LocalTimes.millis(local, zone);
  }
}
