package io.vigil.pipelines.draft;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Texts as YAML takes them. */
final class Yaml {

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9_.]*");

  private Yaml() {}

  /** The text, in quotes unless it is a plain word. */
  static String quoted(String text) {
    return PLAIN.matcher(text).matches() && !isOfYaml(text) ? text : escaped(text);
  }

  private static String escaped(String text) {
    return text.chars().mapToObj(Yaml::escaped).collect(Collectors.joining("", "\"", "\""));
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

  /** The text of an expression: in single quotes, as it mostly holds double ones. */
  static String expression(String text) {
    return text.chars().allMatch(it -> isSeen((char) it))
        ? "'" + text.replace("'", "''") + "'"
        : escaped(text);
  }

  /** A column in an expression, whose texts have backslashes as Java's do. */
  static String variable(String column) {
    return "COLUMN(\"" + column.replace("\\", "\\\\").replace("\"", "\\\"") + "\")";
  }

  private static boolean isOfYaml(String text) {
    return text.matches("(?i)true|false|null|yes|no|on|off|y|n");
  }
}
