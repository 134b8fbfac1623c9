package io.vigil.pipelines.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** The connection pools of this JVM: one for each server, shared by all who write to it. */
final class ConnectionPools {

  private static final int MOST_CONNECTIONS =
      Math.max(4, 2 * Runtime.getRuntime().availableProcessors());
  private static final Duration WAIT_FOR_CONNECTION = Duration.ofSeconds(5);
  private static final Duration IDLE = Duration.ofMinutes(1);

  private static final Map<PostgresConfig, Shared> OPEN = new HashMap<>();

  private ConnectionPools() {}

  /** A share in the pool, which closes with its last share. The server may be away. */
  static Lease lease(PostgresConfig config) {
    synchronized (OPEN) {
      var shared = OPEN.computeIfAbsent(config, it -> new Shared(open(it)));
      shared.leases++;
      return new Lease(config, shared);
    }
  }

  /** How many pools are open. */
  static int open() {
    synchronized (OPEN) {
      return OPEN.size();
    }
  }

  private static HikariDataSource open(PostgresConfig config) {
    var settings = new HikariConfig();
    settings.setPoolName("vigil-" + config.address().replace(':', '_'));
    settings.setDataSource(config.dataSource());
    settings.setMaximumPoolSize(MOST_CONNECTIONS);
    settings.setMinimumIdle(0);
    settings.setIdleTimeout(IDLE.toMillis());
    settings.setConnectionTimeout(WAIT_FOR_CONNECTION.toMillis());
    // Whether the server is there shows when a connection is asked for.
    settings.setInitializationFailTimeout(-1);
    return new HikariDataSource(settings);
  }

  private static final class Shared {
    private final HikariDataSource pool;
    private int leases;

    Shared(HikariDataSource pool) {
      this.pool = pool;
    }
  }

  /** A share in a pool. */
  static final class Lease implements AutoCloseable {
    private final PostgresConfig config;
    private final Shared shared;
    private final AtomicBoolean returned = new AtomicBoolean();

    private Lease(PostgresConfig config, Shared shared) {
      this.config = config;
      this.shared = shared;
    }

    /** A connection in auto-commit mode; to be closed soon. */
    Connection connection() throws SQLException {
      return shared.pool.getConnection();
    }

    @Override
    public void close() {
      if (returned.compareAndSet(false, true)) {
        synchronized (OPEN) {
          if (--shared.leases == 0) {
            OPEN.remove(config);
            shared.pool.close();
          }
        }
      }
    }
  }
}
