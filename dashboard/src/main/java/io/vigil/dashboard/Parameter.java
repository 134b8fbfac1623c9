package io.vigil.dashboard;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Set;

/**
 * A value that a browser may put into a question. It reaches the server as a bound value, never as
 * SQL.
 *
 * @param name in the address
 * @param kind what it may be
 */
record Parameter(String name, Kind kind) {

  /** What a value may be. */
  enum Kind {
    TEXT,
    TIME,
    GRAIN,
    DIMENSION
  }

  private static final int LONGEST_TEXT = 200;
  private static final Set<String> GRAINS = Set.of("minute", "hour", "day");
  private static final Set<String> DIMENSIONS = Set.of("all", "merchant", "country", "category");

  static Parameter text(String name) {
    return new Parameter(name, Kind.TEXT);
  }

  static Parameter time(String name) {
    return new Parameter(name, Kind.TIME);
  }

  static Parameter grain() {
    return new Parameter("grain", Kind.GRAIN);
  }

  static Parameter dimension() {
    return new Parameter("dimension", Kind.DIMENSION);
  }

  /**
   * The value for the server.
   *
   * @throws IllegalArgumentException if it cannot be one, with a line for the browser
   */
  Object valueOf(String text) {
    return switch (kind) {
      case TEXT -> {
        if (text.length() > LONGEST_TEXT || text.indexOf('\0') >= 0) {
          throw new IllegalArgumentException(name + " is too long");
        }
        yield text;
      }
      case TIME -> moment(text);
      case GRAIN -> oneOf(text, GRAINS);
      case DIMENSION -> oneOf(text, DIMENSIONS);
    };
  }

  private OffsetDateTime moment(String text) {
    try {
      return Instant.parse(text).atOffset(ZoneOffset.UTC);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(name + " must be a time, as in 2026-03-01T00:00:00Z", e);
    }
  }

  private String oneOf(String text, Set<String> allowed) {
    if (!allowed.contains(text)) {
      throw new IllegalArgumentException(
          name + " must be one of " + String.join(", ", allowed.stream().sorted().toList()));
    }
    return text;
  }
}
