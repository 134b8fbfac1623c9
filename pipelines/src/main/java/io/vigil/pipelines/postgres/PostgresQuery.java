package io.vigil.pipelines.postgres;

import io.vigil.pipelines.cli.Refusal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A question to the tables, for which the server has so much time and no more. */
public final class PostgresQuery {

  /**
   * Makes a value of the row at which the result stands.
   *
   * @param <T> the value
   */
  @FunctionalInterface
  public interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private PostgresQuery() {}

  /**
   * Asks on a connection of its own, which can write nothing. Names in the text are looked up in
   * Vigil's schema.
   *
   * @param limit for the connection, and again for the statement; whole seconds
   * @throws Refusal if there is no answer, with one line that says why
   */
  public static <T> List<T> ask(
      PostgresConfig config, String sql, Duration limit, RowReader<T> reader) {
    try (var connection = connect(config, limit)) {
      return ask(connection, sql, reader);
    } catch (SQLException e) {
      if (SqlFailure.isMissingTable(e)) {
        throw new Refusal(
            "schema %s in PostgreSQL at %s does not hold this version's tables: %s. vigil monitor makes them"
                .formatted(config.schema(), config.address(), SqlFailure.inWords(e)));
      }
      throw new Refusal(
          "cannot read the tables in PostgreSQL at %s: %s"
              .formatted(config.address(), SqlFailure.inWords(e)));
    }
  }

  private static Connection connect(PostgresConfig config, Duration limit) throws SQLException {
    var source = config.dataSource();
    int seconds = (int) limit.toSeconds();
    source.setConnectTimeout(seconds);
    // The server ends the statement first, if it can.
    source.setSocketTimeout(seconds + 1);
    Connection connection;
    try {
      connection = source.getConnection();
    } catch (SQLException e) {
      throw PostgresTables.unreachable(config, e);
    }
    try (var statement = connection.createStatement()) {
      connection.setReadOnly(true);
      connection.setSchema(config.schema());
      statement.execute("SET statement_timeout = '" + seconds + "s'");
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private static <T> List<T> ask(Connection connection, String sql, RowReader<T> reader)
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
}
