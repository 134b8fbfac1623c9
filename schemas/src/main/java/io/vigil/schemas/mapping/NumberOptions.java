package io.vigil.schemas.mapping;

import io.vigil.schemas.mapping.NumberFormat.Extra;
import io.vigil.schemas.yaml.YamlMap;
import io.vigil.schemas.yaml.YamlValue;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;

/** Reads what a mapping's file says of numbers, for a field or for all of it. */
final class NumberOptions {

  static final String NAME = "number";

  private static final String DECIMAL = "decimal";
  private static final String GROUPING = "grouping";
  private static final List<String> SWITCH = List.of("true", "false");

  private NumberOptions() {}

  /** The format; what is wrong with it is reported. */
  static NumberFormat format(YamlValue value) {
    var options = value.asMap();
    if (options == null) {
      return NumberFormat.PLAIN;
    }
    var known = new ArrayList<>(List.of(DECIMAL, GROUPING));
    for (var extra : Extra.values()) {
      known.add(nameOf(extra));
    }
    options.allowOnly("option of number", known);
    char decimal = separator(options, DECIMAL, '.');
    char grouping = separator(options, GROUPING, NumberFormat.NO_GROUPING);
    if (decimal == grouping) {
      value.problem("'decimal' and 'grouping' must be different");
    }
    var extras = EnumSet.noneOf(Extra.class);
    for (var extra : Extra.values()) {
      if (isOn(options, nameOf(extra))) {
        extras.add(extra);
      }
    }
    return new NumberFormat(decimal, grouping, extras);
  }

  private static String nameOf(Extra extra) {
    return extra.name().toLowerCase(Locale.ROOT);
  }

  private static char separator(YamlMap options, String name, char otherwise) {
    var value = options.get(name);
    var text = value == null ? null : value.asText();
    if (value == null || text == null) {
      return otherwise;
    }
    if (text.length() != 1 || Character.isLetterOrDigit(text.charAt(0)) || "+-()".contains(text)) {
      value.problem("'" + name + "' is one character, and no letter, digit, sign or bracket");
      return otherwise;
    }
    return text.charAt(0);
  }

  private static boolean isOn(YamlMap options, String name) {
    var value = options.get(name);
    var text = value == null ? null : value.asText();
    if (value != null && text != null && !SWITCH.contains(text)) {
      value.problem("'" + name + "' is true or false");
    }
    return "true".equals(text);
  }
}
