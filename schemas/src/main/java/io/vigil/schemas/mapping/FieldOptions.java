package io.vigil.schemas.mapping;

import io.vigil.schemas.fields.Field;
import io.vigil.schemas.fields.Rejection;
import io.vigil.schemas.fields.TransactionBuilder;
import io.vigil.schemas.yaml.NearestName;
import io.vigil.schemas.yaml.YamlMap;
import io.vigil.schemas.yaml.YamlValue;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a mapping's file says of one field.
 *
 * @param key the field's name in the file, for its line
 * @param numbers how numbers are written, unless the field says otherwise
 */
record FieldOptions(Field field, YamlValue key, YamlMap options, NumberFormat numbers) {

  private static final String COLUMN = "column";
  private static final String CONSTANT = "constant";
  private static final String EXPRESSION = "expression";
  private static final String DEFAULT = "default";
  private static final String VALUES = "values";
  private static final String FORMAT = "format";
  private static final String ZONE = "zone";
  private static final String ZONES = "zones";
  private static final String EARLIEST = "earliest";

  /** Payments by card are not older, and a time in the wrong unit is one of 1970. */
  private static final LocalDate DEFAULT_EARLIEST = LocalDate.of(1990, 1, 1);

  /** The option of the card that names the key for pseudonyms. */
  static final String PSEUDONYM = "pseudonym";

  private static final Pattern REFERENCE = Pattern.compile("(env|file):.+");

  private static final List<String> SOURCES = List.of(COLUMN, CONSTANT, EXPRESSION);
  private static final String ISO = "iso8601";

  /** The field's mapping; null if something in it is wrong, after that has been reported. */
  @Nullable FieldMapping mapping() {
    options.allowOnly("option", known());
    var source = source();
    var time = time();
    var values = values();
    var fallback = fallback();
    checkPseudonym();
    if (source == null || time == null) {
      return null;
    }
    var ofField = options.get(NumberOptions.NAME);
    var mapping =
        new FieldMapping(
            field,
            source,
            values,
            fallback,
            time,
            earliest(),
            ofField == null ? numbers : NumberOptions.format(ofField));
    if (source instanceof FieldSource.Constant constant) {
      tryOut(mapping, constant.text(), options.get(CONSTANT));
      refuse(DEFAULT, "a constant needs no default");
      refuse(VALUES, "a constant needs no translation");
    }
    if (fallback != null) {
      tryOut(mapping, fallback, options.get(DEFAULT));
    }
    var translations = options.get(VALUES);
    var lines = translations == null || values.isEmpty() ? null : translations.asMap();
    for (var text : values.keySet()) {
      tryOut(mapping, text, lines == null ? null : lines.get(text));
    }
    return mapping;
  }

  private List<String> known() {
    var known = new ArrayList<>(SOURCES);
    known.addAll(List.of(DEFAULT, VALUES));
    if (field == Field.EVENT_TIME) {
      known.addAll(List.of(FORMAT, ZONE, ZONES, EARLIEST));
    }
    if (field == Field.AMOUNT || field == Field.RISK_SCORE) {
      known.add(NumberOptions.NAME);
    }
    if (field == Field.CARD_ID) {
      known.add(PSEUDONYM);
    }
    return known;
  }

  private @Nullable FieldSource source() {
    var given = SOURCES.stream().filter(options.names()::contains).toList();
    if (given.size() != 1) {
      key.problem(
          "'"
              + field.fieldName()
              + "' needs one of column, constant and expression"
              + (given.isEmpty() ? "" : ", not " + String.join(" and ", given)));
      return null;
    }
    var text = text(given.get(0));
    if (text == null) {
      return null;
    }
    return switch (given.get(0)) {
      case COLUMN -> new FieldSource.Column(text);
      case CONSTANT -> new FieldSource.Constant(text);
      default -> {
        var value = options.get(EXPRESSION);
        var formula = value == null ? null : Formula.parse(text, value::problem);
        yield formula == null ? null : new FieldSource.Computed(formula);
      }
    };
  }

  private @Nullable TimeFormat time() {
    var zone = zone();
    var format = options.get(FORMAT) == null ? ISO : text(FORMAT);
    if (format == null || (zone == null && options.names().contains(ZONE))) {
      return null;
    }
    var epoch = EpochTimes.BY_NAME.get(format);
    if (epoch != null) {
      refuse(ZONES, format + " has no zones");
      refuse(ZONE, format + " counts from 1970 in UTC and has no zone");
      return epoch;
    }
    if (format.equals(ISO)) {
      refuse(ZONES, "ISO 8601 has offsets, and no abbreviations of zones");
      return new IsoTimes(zone);
    }
    try {
      return PatternTimes.of(format, zone, zones());
    } catch (IllegalArgumentException e) {
      var names = new ArrayList<>(EpochTimes.BY_NAME.keySet());
      names.add(ISO);
      problem(FORMAT, "'" + format + "': " + e.getMessage() + NearestName.hint(format, names));
      return null;
    }
  }

  private @Nullable ZoneId zone() {
    var name = options.get(ZONE) == null ? null : text(ZONE);
    if (name == null) {
      return null;
    }
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      problem(
          ZONE,
          "unknown zone '" + name + "'" + NearestName.hint(name, ZoneId.getAvailableZoneIds()));
      return null;
    }
  }

  private Map<String, ZoneOffset> zones() {
    var value = options.get(ZONES);
    var map = value == null ? null : value.asMap();
    var zones = new LinkedHashMap<String, ZoneOffset>();
    for (var name : map == null ? Set.<String>of() : map.names()) {
      var text = map.get(name) == null ? null : map.get(name).asText();
      try {
        zones.put(name, ZoneOffset.of(String.valueOf(text)));
      } catch (DateTimeException e) {
        map.key(name).problem("'" + text + "' is no offset; write '" + name + ": +05:30'");
      }
    }
    return zones;
  }

  private long earliest() {
    var text = options.get(EARLIEST) == null ? null : text(EARLIEST);
    var day = DEFAULT_EARLIEST;
    if (text != null) {
      try {
        day = LocalDate.parse(text);
      } catch (DateTimeException e) {
        problem(EARLIEST, "'" + text + "' is no day; write it as 1970-01-01");
      }
    }
    return day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
  }

  /** The key itself must not stand in the file, so it is not repeated either. */
  private void checkPseudonym() {
    var reference = options.get(PSEUDONYM) == null ? null : text(PSEUDONYM);
    if (reference != null && !REFERENCE.matcher(reference).matches()) {
      problem(PSEUDONYM, "'pseudonym' takes env:NAME or file:PATH, never the key itself");
    }
  }

  private @Nullable String fallback() {
    return options.get(DEFAULT) == null ? null : text(DEFAULT);
  }

  private Map<String, @Nullable String> values() {
    var value = options.get(VALUES);
    var map = value == null ? null : value.asMap();
    if (map == null) {
      return Map.of();
    }
    var values = new LinkedHashMap<String, @Nullable String>();
    for (var name : map.names()) {
      var translation = map.get(name);
      var text = translation == null || translation.isNull() ? null : translation.asText();
      values.put(name.strip(), text == null || text.isBlank() ? null : text);
    }
    return Collections.unmodifiableMap(values);
  }

  /**
   * Puts a text that the file holds into the field, to see whether it would fail in every record.
   */
  private void tryOut(FieldMapping mapping, String text, @Nullable YamlValue at) {
    var problem = problemOf(mapping, text);
    if (at != null && problem != null) {
      at.problem(problem);
    }
  }

  private static @Nullable String problemOf(FieldMapping mapping, String text) {
    var builder = new TransactionBuilder();
    try {
      mapping.put(text, builder);
    } catch (Rejection e) {
      return e.getMessage();
    }
    if (builder.isIssuerLeftOut()) {
      return "issuer: is neither the first 6 to 8 digits of a card number nor a bank's name";
    }
    var unknown = builder.unknownCountry();
    return unknown == null
        ? null
        : "country: " + Rejection.quote(unknown) + " is no country of ISO 3166-1 alpha-2";
  }

  /** The text of an option; null if it has none, after that has been reported. */
  private @Nullable String text(String option) {
    var value = options.get(option);
    var text = value == null ? null : value.asText();
    if (text != null && text.isBlank()) {
      problem(option, "'" + option + "' is empty");
      return null;
    }
    return text;
  }

  private void refuse(String option, String problem) {
    if (options.names().contains(option)) {
      problem(option, problem);
    }
  }

  private void problem(String option, String problem) {
    options.key(option).problem(problem);
  }
}
