package io.vigil.schemas.mapping;

import io.vigil.schemas.Reason;
import io.vigil.schemas.fields.Field;
import io.vigil.schemas.fields.Rejection;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Times in a pattern of {@link DateTimeFormatter}, taken strictly: no 30 February, no 24:00. Names
 * of months and days are English. An abbreviation of a zone is the offset that it names, whatever
 * the clocks of any place showed then.
 *
 * @param zone the zone of times without zone or offset; null if there must be none
 * @param abbreviations of zones that mean something here
 * @param needsOffset whether a time must have an offset of its own
 */
record PatternTimes(
    String pattern,
    DateTimeFormatter formatter,
    @Nullable ZoneId zone,
    Set<String> abbreviations,
    boolean needsOffset)
    implements TimeFormat {

  private static final ZonedDateTime SAMPLE =
      ZonedDateTime.of(2011, 10, 17, 13, 45, 56, 0, ZoneId.of("Europe/London"));

  private static final Pattern ABBREVIATION = Pattern.compile("\\b(?!AM\\b|PM\\b)[A-Z]{2,5}\\b");

  /**
   * Compiles a pattern.
   *
   * @param zones what abbreviations mean in these data, before what they mean elsewhere
   * @throws IllegalArgumentException if no time can be read with it, with the reason
   */
  static PatternTimes of(String pattern, @Nullable ZoneId zone, Map<String, ZoneOffset> zones) {
    var sample = sample(pattern);
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
    var abbreviated = AbbreviatedPattern.of(pattern);
    boolean hasZone = sample.query(TemporalQueries.zone()) != null;
    if (!hasZone && zone == null) {
      throw new IllegalArgumentException("the pattern has no zone and no offset: add 'zone'");
    }
    if (hasZone && !abbreviated.hasAbbreviation() && zone != null && !pattern.contains("[")) {
      throw new IllegalArgumentException("the pattern has a zone or offset: leave 'zone' out");
    }
    if (!zones.isEmpty() && !abbreviated.hasAbbreviation()) {
      throw new IllegalArgumentException("'zones' needs a pattern with an abbreviation: 'z'");
    }
    var known = new TreeMap<>(ZoneAbbreviations.of(zone));
    known.putAll(zones);
    return new PatternTimes(
        pattern,
        abbreviated.formatter(known),
        zone,
        Set.copyOf(known.keySet()),
        abbreviated.isAbbreviationNeeded());
  }

  private static TemporalAccessor sample(String pattern) {
    DateTimeFormatter formatter;
    try {
      formatter =
          DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH)
              .withResolverStyle(ResolverStyle.STRICT);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("no time pattern: " + e.getMessage(), e);
    }
    try {
      return formatter.parse(formatter.format(SAMPLE));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("a time pattern that contradicts itself", e);
    }
  }

  @Override
  public long millis(String text) throws Rejection {
    TemporalAccessor parsed;
    LocalDateTime local;
    try {
      parsed = formatter.parse(text);
      local = LocalDateTime.from(parsed);
    } catch (DateTimeException e) {
      throw invalid(text);
    }
    var offset = parsed.query(TemporalQueries.offset());
    if (offset != null) {
      return LocalTimes.millis(local, offset);
    }
    if (needsOffset) {
      throw invalid(text);
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

  private Rejection invalid(String text) {
    var quoted = Rejection.quote(text);
    var problem = quoted + " is no time of the form '" + pattern + "'";
    var found = ABBREVIATION.matcher(text);
    while (needsOffset && found.find()) {
      var name = found.group();
      if (!abbreviations.contains(name)) {
        problem =
            ZoneAbbreviations.isAmbiguous(name)
                ? "%s has '%s', which means one thing here and another there; say which: 'zones: {%s: -06:00}'"
                    .formatted(quoted, name, name)
                : "%s, or nobody knows the zone '%s': 'zones: {%s: …}' says it"
                    .formatted(problem, name, name);
        break;
      }
    }
    return Rejection.of(Field.EVENT_TIME, Reason.INVALID_TIME, problem);
  }

  @Override
  public long millis(LocalDateTime local) throws Rejection {
    return zone == null ? TimeFormat.super.millis(local) : LocalTimes.millis(local, zone);
  }
}
