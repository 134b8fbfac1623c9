package io.vigil.schemas.mapping;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A pattern of times, cut where an abbreviation of a zone stands: the JDK would take {@code EST} in
 * June for summer time, and {@code BST} for whatever its tables name first.
 *
 * @param parts what stands before, between and behind the abbreviations
 * @param isAbbreviationNeeded whether one of them stands in no brackets
 */
record AbbreviatedPattern(List<String> parts, boolean isAbbreviationNeeded) {

  private static final int LONGEST_ABBREVIATION = 3;

  static AbbreviatedPattern of(String pattern) {
    var parts = new ArrayList<String>();
    boolean isQuoted = false;
    boolean isNeeded = false;
    int depth = 0;
    int start = 0;
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '\'') {
        isQuoted = !isQuoted;
      } else if (!isQuoted && c == 'v') {
        throw wholeName();
      } else if (!isQuoted && c == 'z') {
        int end = i;
        while (end < pattern.length() && pattern.charAt(end) == 'z') {
          end++;
        }
        if (end - i > LONGEST_ABBREVIATION) {
          throw wholeName();
        }
        parts.add(pattern.substring(start, i));
        isNeeded |= depth == 0;
        start = end;
        i = end - 1;
      } else if (!isQuoted) {
        depth += c == '[' ? 1 : c == ']' ? -1 : 0;
      }
    }
    parts.add(pattern.substring(start));
    return new AbbreviatedPattern(parts, isNeeded);
  }

  private static IllegalArgumentException wholeName() {
    return new IllegalArgumentException(
        "whole names of zones are not understood; 'z' stands for an abbreviation");
  }

  boolean hasAbbreviation() {
    return parts.size() > 1;
  }

  /** What reads the times, if abbreviations mean these offsets. */
  DateTimeFormatter formatter(Map<String, ZoneOffset> zones) {
    var longestFirst =
        zones.entrySet().stream()
            .sorted(Comparator.comparingInt(it -> -it.getKey().length()))
            .toList();
    var builder = new DateTimeFormatterBuilder();
    for (int i = 0; i < parts.size(); i++) {
      if (i > 0) {
        for (var zone : longestFirst) {
          builder
              .optionalStart()
              .appendText(
                  ChronoField.OFFSET_SECONDS,
                  Map.of((long) zone.getValue().getTotalSeconds(), zone.getKey()))
              .optionalEnd();
        }
      }
      builder.appendPattern(parts.get(i));
    }
    return builder.toFormatter(Locale.ENGLISH).withResolverStyle(ResolverStyle.STRICT);
  }
}
