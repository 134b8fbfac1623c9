package io.vigil.pipelines.postgres;

import io.vigil.pipelines.cli.Refusal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session of the server that holds the advisory lock of a generation for as long as the work
 * lasts. It is no connection of a pool. What is published is published in this session, so nobody
 * publishes without holding the lock.
 */
final class LockedSession implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LockedSession.class);
  private static final int PATIENCE_SECONDS = 5;
  private static final List<String> KEEP_ALIVE =
      List.of(
          "tcp_keepalives_idle = 30", "tcp_keepalives_interval = 10", "tcp_keepalives_count = 3");

  private final PostgresConfig config;
  private Connection connection;
  private long generation;

  private LockedSession(PostgresConfig config, Connection connection) {
    this.config = config;
    this.connection = connection;
  }

  static LockedSession open(PostgresConfig config) {
    try {
      return new LockedSession(config, connect(config));
    } catch (SQLException e) {
      throw PostgresTables.unreachable(config, e);
    }
  }

  private static Connection connect(PostgresConfig config) throws SQLException {
    var source = config.dataSource();
    // Replacing the rows of a month takes its time; the server's death is seen by keep-alive.
    source.setSocketTimeout(0);
    source.setTcpKeepAlive(true);
    source.setApplicationName("vigil backfill");
    var connection = source.getConnection();
    try {
      // The server lets go of the lock when the process dies, and so also when its machine does.
      for (var setting : KEEP_ALIVE) {
        Sql.run(connection, "SET " + setting);
      }
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  Connection connection() {
    return connection;
  }

  /** Takes the lock of a new generation, which nobody else can know. */
  void lock(long newGeneration) throws SQLException {
    generation = newGeneration;
    if (!tryLock(connection, config.schema(), generation)) {
      throw new SQLException("the lock of generation " + generation + " is taken");
    }
  }

  /**
   * Makes sure that this session holds the lock; if the server has ended it, with a new one. Who
   * has taken the generation for dead in the meantime has marked it, which {@link Publication}
   * sees.
   *
   * @throws Refusal if somebody else holds the lock
   */
  void renew() throws SQLException {
    if (connection.isValid(PATIENCE_SECONDS)) {
      return;
    }
    close();
    connection = connect(config);
    if (!tryLock(connection, config.schema(), generation)) {
      throw new Refusal(
          "the server has ended the session of generation %d, and its lock is held by another one"
              .formatted(generation));
    }
    LOG.warn("the session of generation {} had broken off and is back", generation);
  }

  static boolean tryLock(Connection connection, String schema, long generation)
      throws SQLException {
    return Sql.value(
            connection,
            "SELECT pg_try_advisory_lock(" + key(schema, generation) + ")",
            row -> row.getBoolean(1))
        .orElseThrow();
  }

  static void unlock(Connection connection, String schema, long generation) throws SQLException {
    Sql.value(
        connection,
        "SELECT pg_advisory_unlock(" + key(schema, generation) + ")",
        row -> row.getBoolean(1));
  }

  /** Whether somebody else holds the lock; it is not kept. */
  static boolean isHeld(Connection connection, String schema, long generation) throws SQLException {
    if (tryLock(connection, schema, generation)) {
      unlock(connection, schema, generation);
      return false;
    }
    return true;
  }

  /** Advisory locks are numbers, of which all users of a database share the 64 bits. */
  private static String key(String schema, long generation) {
    return "hashtextextended('vigil generation %d in %s', 0)"
        .formatted(generation, Identifier.quoted(schema));
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      LOG.warn("a session did not end well: {}", SqlFailure.inWords(e));
    }
  }
}
