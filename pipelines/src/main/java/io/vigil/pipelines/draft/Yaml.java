package io.vigil.pipelines.draft;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Texts as YAML takes them. */
final class Yaml {

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9_.]*");

  private Yaml() {}

  /** The text, in quotes unless it is a plain word. */
  static String quoted(String text) {
    return PLAIN.matcher(text).matches() && !isOfYaml(text)
        ? text
        : text.chars().mapToObj(Yaml::escaped).collect(Collectors.joining("", "\"", "\""));
  }

  private static String escaped(int c) {
    return c == '"' || c == '\\'
        ? "\\" + (char) c
        : isSeen((char) c) ? String.valueOf((char) c) : "\\u%04x".formatted(c);
  }

  private static boolean isSeen(char c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }

  /** The text of an expression, which may hold double quotes. */
  static String expression(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /** A column in an expression. */
  static String variable(String column) {
    return "COLUMN(\"" + column.replace("\"", "\"\"") + "\")";
  }

  private static boolean isOfYaml(String text) {
    return text.matches("(?i)true|false|null|yes|no|on|off|y|n");
  }
}
