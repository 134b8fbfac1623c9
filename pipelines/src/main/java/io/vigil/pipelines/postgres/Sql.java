package io.vigil.pipelines.postgres;

import io.vigil.pipelines.postgres.PostgresQuery.RowReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Single statements on a connection that is there. */
final class Sql {

  private Sql() {}

  /** Runs a statement, with its parameters, and says how many rows it has changed. */
  static long run(Connection connection, String sql, Object... parameters) throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      return statement.execute() ? 0 : Math.max(0, statement.getLargeUpdateCount());
    }
  }

  static <T> List<T> list(Connection connection, String sql, RowReader<T> reader)
      throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      var values = new ArrayList<T>();
      while (rows.next()) {
        values.add(reader.read(rows));
      }
      return values;
    }
  }

  /** The value of the first row; empty if there is no row, or it is null. */
  static <T> Optional<T> value(Connection connection, String sql, RowReader<T> reader)
      throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      return rows.next() ? Optional.ofNullable(reader.read(rows)) : Optional.empty();
    }
  }
}
