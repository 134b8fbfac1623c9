package io.vigil.pipelines.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/** The one PostgreSQL of this module's tests; started when it is first needed. */
final class TestPostgres {

  private static final AtomicInteger SCHEMAS = new AtomicInteger();

  private TestPostgres() {}

  private static final class Holder {
    static final EmbeddedPostgres SERVER = start();

    private static EmbeddedPostgres start() {
      try {
        // It stops with the JVM.
        return EmbeddedPostgres.builder().start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** A schema of its own for a test, with Vigil's tables. */
  static PostgresConfig freshSchema() {
    var config = emptySchema();
    PostgresTables.prepare(config);
    return config;
  }

  /** A schema that nobody has made yet. */
  static PostgresConfig emptySchema() {
    return PostgresConfig.at(
            Holder.SERVER.getJdbcUrl("postgres", "postgres").replaceFirst("\\?.*", ""))
        .withUser("postgres")
        .withSchema("test_" + SCHEMAS.incrementAndGet());
  }

  static int port() {
    return Holder.SERVER.getPort();
  }

  /** Runs statements in the schema. */
  static void execute(PostgresConfig config, String... statements) throws SQLException {
    try (var connection = config.dataSource().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("SET search_path = " + Identifier.quoted(config.schema()));
      for (var sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** The first column of a query's one row, as text. */
  static String query(PostgresConfig config, String sql) throws SQLException {
    try (var connection = config.dataSource().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("SET search_path = " + Identifier.quoted(config.schema()));
      try (var rows = statement.executeQuery(sql)) {
        rows.next();
        return rows.getString(1);
      }
    }
  }
}
