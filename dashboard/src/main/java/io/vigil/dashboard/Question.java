package io.vigil.dashboard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What can be asked of the tables. Each is a file of SQL, with a parameter for each {@code ?}. */
enum Question {
  NOW("now"),
  MONEY("money"),
  COMPARED("compared"),
  MINUTES("minutes"),
  INCIDENTS("incidents"),
  INCIDENT("incident", Parameter.text("id")),
  INCIDENT_SPIKES("incident-spikes", Parameter.text("id")),
  INCIDENT_TIMELINE("incident-timeline", Parameter.text("id")),
  INCIDENT_FLAGS("incident-flags", Parameter.text("id")),
  SERIES(
      "series",
      Parameter.grain(),
      Parameter.dimension(),
      Parameter.text("key"),
      Parameter.time("from"),
      Parameter.time("to")),
  TOP(
      "top",
      Parameter.grain(),
      Parameter.dimension(),
      Parameter.time("from"),
      Parameter.time("to"),
      Parameter.text("prefix")),
  BOOKS("books"),
  DEAD_LETTERS("dead-letters"),
  ASIDE("aside"),
  GENERATIONS("generations");

  private final String path;
  private final String sql;
  private final List<Parameter> parameters;

  Question(String path, Parameter... parameters) {
    this.path = path;
    this.sql = read(path);
    this.parameters = List.of(parameters);
  }

  /** Its name in the address. */
  String path() {
    return path;
  }

  String sql() {
    return sql;
  }

  /**
   * The values for its parameters, in their order.
   *
   * @throws IllegalArgumentException if one is missing or wrong
   */
  List<Object> values(Map<String, String> given) {
    var values = new ArrayList<>();
    for (var parameter : parameters) {
      var text = given.get(parameter.name());
      if (text == null) {
        throw new IllegalArgumentException(parameter.name() + " is missing");
      }
      values.add(parameter.valueOf(text));
    }
    return values;
  }

  private static String read(String path) {
    try (var file = Question.class.getResourceAsStream("sql/" + path + ".sql")) {
      return new String(Objects.requireNonNull(file, path).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
