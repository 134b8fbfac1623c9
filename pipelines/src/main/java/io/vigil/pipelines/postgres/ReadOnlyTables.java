package io.vigil.pipelines.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.vigil.pipelines.postgres.PostgresQuery.RowReader;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Vigil's tables for somebody who only looks, and often: a few connections that can write nothing,
 * and for each question a limit of time and of rows.
 */
public final class ReadOnlyTables implements AutoCloseable {

  private static final int CONNECTIONS = 4;
  private static final Duration WAIT_FOR_CONNECTION = Duration.ofSeconds(3);

  private final HikariDataSource pool;
  private final int mostRows;

  private ReadOnlyTables(HikariDataSource pool, int mostRows) {
    this.pool = pool;
    this.mostRows = mostRows;
  }

  /** The server may be away: that shows with each question. */
  public static ReadOnlyTables open(PostgresConfig config, Duration limit, int mostRows) {
    var settings = new HikariConfig();
    settings.setPoolName("vigil-readers");
    settings.setDataSource(config.dataSource());
    settings.setMaximumPoolSize(CONNECTIONS);
    settings.setMinimumIdle(0);
    settings.setSchema(config.schema());
    settings.setConnectionInitSql(
        "SET default_transaction_read_only = on; SET statement_timeout = '"
            + limit.toMillis()
            + "ms'");
    settings.setConnectionTimeout(WAIT_FOR_CONNECTION.toMillis());
    settings.setInitializationFailTimeout(-1);
    return new ReadOnlyTables(new HikariDataSource(settings), mostRows);
  }

  /**
   * Asks a question, with a value for each {@code ?} in it.
   *
   * @throws SQLException if there is no answer; {@link #inWords} says why without any values
   */
  public <T> List<T> ask(String sql, List<?> values, RowReader<T> reader) throws SQLException {
    try (var connection = pool.getConnection();
        var statement = connection.prepareStatement(sql)) {
      statement.setMaxRows(mostRows);
      for (int i = 0; i < values.size(); i++) {
        statement.setObject(i + 1, values.get(i));
      }
      try (var rows = statement.executeQuery()) {
        var answer = new ArrayList<T>();
        while (rows.next()) {
          answer.add(reader.read(rows));
        }
        return answer;
      }
    }
  }

  /** One line for a person. */
  public static String inWords(@Nullable SQLException failure) {
    return failure == null ? "" : SqlFailure.inWords(failure);
  }

  @Override
  public void close() {
    pool.close();
  }
}
