package io.vigil.local.demo;

import io.vigil.local.PostgresServer;
import io.vigil.local.StackException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Asks the tables that Vigil keeps in PostgreSQL. */
final class Results implements AutoCloseable {

  private final Connection connection;

  private Results(Connection connection) {
    this.connection = connection;
  }

  static Results connect(PostgresServer server) {
    try {
      var connection = server.connect();
      connection.setSchema("vigil");
      return new Results(connection);
    } catch (SQLException e) {
      throw problem(e);
    }
  }

  /** Reads a row of a result. */
  interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** All rows of a query. */
  <T> List<T> rows(String sql, RowReader<T> reader) {
    try (var statement = connection.createStatement();
        var result = statement.executeQuery(sql)) {
      var rows = new ArrayList<T>();
      while (result.next()) {
        rows.add(reader.read(result));
      }
      return rows;
    } catch (SQLException e) {
      throw problem(e);
    }
  }

  /** The one number that a query gives. */
  long number(String sql) {
    return rows(sql, row -> row.getLong(1)).get(0);
  }

  /** Whether a query says true. */
  boolean isTrue(String sql) {
    return rows(sql, row -> row.getBoolean(1)).get(0);
  }

  /** What became of all records, as the ledger has it. */
  record Ledger(long read, long accepted, long duplicates, long deadLetters, long late) {
    long ended() {
      return accepted + duplicates + deadLetters + late;
    }
  }

  Ledger ledger() {
    return rows(
            "SELECT coalesce(sum(read), 0), coalesce(sum(accepted), 0),"
                + " coalesce(sum(duplicates), 0), coalesce(sum(dead_letters), 0),"
                + " coalesce(sum(late), 0) FROM ledger",
            row ->
                new Ledger(
                    row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5)))
        .get(0);
  }

  /** How many of the probe's payments are visible. */
  long probes() {
    return number(
        "SELECT coalesce(sum(count), 0) FROM totals"
            + " WHERE grain = 'day' AND dimension = 'merchant' AND key = '"
            + Probe.MERCHANT
            + "'");
  }

  private static StackException problem(SQLException e) {
    return new StackException(
        "PostgreSQL: " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw problem(e);
    }
  }
}
