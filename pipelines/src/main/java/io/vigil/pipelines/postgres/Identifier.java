package io.vigil.pipelines.postgres;

import java.util.regex.Pattern;

/** Names of schemas, tables and columns that may stand in SQL text. */
final class Identifier {

  private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

  private Identifier() {}

  static boolean isValid(String name) {
    return PLAIN.matcher(name).matches();
  }

  /**
   * The name in quotes, so that it may be a word of SQL.
   *
   * @throws IllegalArgumentException if it is anything but lower case letters, digits and _
   */
  static String quoted(String name) {
    if (!isValid(name)) {
      throw new IllegalArgumentException("'" + name + "' is no plain name of SQL");
    }
    return '"' + name + '"';
  }
}
