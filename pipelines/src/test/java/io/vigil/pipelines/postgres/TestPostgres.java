package io.vigil.pipelines.postgres;

import io.vigil.pipelines.Until;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.io.FileUtils;

/** The one PostgreSQL of this module's tests; started when it is first needed. */
public final class TestPostgres {

  /** A user of the server who needs {@link #PASSWORD}; all others need none. */
  public static final String GUARDED_USER = "guarded";

  static final String PASSWORD = "correct-horse-7";

  private static final Duration LONGEST_STOP = Duration.ofSeconds(10);
  private static final AtomicInteger SCHEMAS = new AtomicInteger();

  private TestPostgres() {}

  private static final class Server {
    private static final Server INSTANCE = new Server();

    private final Path data;
    private final int port;
    private EmbeddedPostgres running;

    private Server() {
      try {
        data = Files.createTempDirectory("vigil-postgres");
        running = builder().start();
        port = running.getPort();
        Runtime.getRuntime().addShutdownHook(new Thread(this::remove));
        guard();
      } catch (IOException | SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    private EmbeddedPostgres.Builder builder() {
      return EmbeddedPostgres.builder().setDataDirectory(data).setCleanDataDirectory(false);
    }

    private void guard() throws IOException, SQLException {
      var rules = data.resolve("pg_hba.conf");
      var rule = "host all " + GUARDED_USER + " all scram-sha-256\n";
      Files.writeString(rules, rule + Files.readString(rules));
      try (var connection = emptySchema(this).dataSource().getConnection();
          var statement = connection.createStatement()) {
        statement.execute("CREATE ROLE " + GUARDED_USER + " LOGIN PASSWORD '" + PASSWORD + "'");
        statement.execute("GRANT CREATE ON DATABASE postgres TO " + GUARDED_USER);
        statement.execute("SELECT pg_reload_conf()");
      }
    }

    /** The library stops the server when the JVM ends, perhaps at the same time. */
    private void remove() {
      Until.isTrue(
          "PostgreSQL has ended",
          LONGEST_STOP,
          () -> !Files.exists(data.resolve("postmaster.pid")),
          () -> "it runs");
      FileUtils.deleteQuietly(data.toFile());
    }
  }

  /** Stops the server, as an administrator does: connections break. */
  public static void stop() throws IOException {
    Server.INSTANCE.running.close();
  }

  /** Starts the server again, with its data and on its port. */
  public static void startAgain() throws IOException {
    var server = Server.INSTANCE;
    server.running = server.builder().setPort(server.port).start();
  }

  /** A schema of its own for a test, with Vigil's tables. */
  public static PostgresConfig freshSchema() {
    var config = emptySchema();
    PostgresTables.prepare(config);
    return config;
  }

  /** A schema that nobody has made yet. */
  public static PostgresConfig emptySchema() {
    return emptySchema(Server.INSTANCE);
  }

  private static PostgresConfig emptySchema(Server server) {
    return PostgresConfig.at("jdbc:postgresql://localhost:" + server.port + "/postgres")
        .withUser("postgres")
        .withSchema("test_" + SCHEMAS.incrementAndGet());
  }

  /** Runs statements in the schema. */
  public static void execute(PostgresConfig config, String... statements) throws SQLException {
    try (var connection = config.dataSource().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("SET search_path = " + Identifier.quoted(config.schema()));
      for (var sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** The schemas whose names begin with that of the config and go on like this. */
  public static List<String> schemasLike(PostgresConfig config, String next) {
    try (var connection = config.dataSource().getConnection()) {
      return Sql.list(
          connection,
          "SELECT nspname FROM pg_namespace WHERE starts_with(nspname, '%s')"
              .formatted(config.schema() + next),
          row -> row.getString(1));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The first column of a query's first row, as text. */
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
