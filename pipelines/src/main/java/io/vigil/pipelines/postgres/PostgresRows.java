package io.vigil.pipelines.postgres;

import io.vigil.pipelines.cli.Refusal;
import io.vigil.pipelines.tables.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.avro.generic.GenericData;

/**
 * Reads the rows of a table, as one snapshot, in the order of their keys: texts by their bytes,
 * numbers and times by their values.
 */
public final class PostgresRows {

  private static final int ROWS_AT_ONCE = 1_000;
  private static final String ALL = "true";

  private PostgresRows() {}

  /**
   * The rows of a table. The stream holds a connection, and few rows at a time: close it.
   *
   * @throws Refusal if the table cannot be read; also from the stream
   */
  public static <T> Stream<T> stream(Table<T> table, PostgresConfig config) {
    return stream(table, config, ALL);
  }

  /** Those rows for which a condition of SQL holds, in our words; it calls the table {@code it}. */
  public static <T> Stream<T> stream(Table<T> table, PostgresConfig config, String condition) {
    try {
      var rows = Rows.open(table, config, condition);
      return StreamSupport.stream(rows, false).onClose(rows::close);
    } catch (SQLException e) {
      throw refusal(table, config, e);
    }
  }

  /** All rows of a table, which must fit into memory. */
  public static <T> List<T> list(Table<T> table, PostgresConfig config) {
    try (var rows = stream(table, config)) {
      return rows.toList();
    }
  }

  private static Refusal refusal(Table<?> table, PostgresConfig config, SQLException failure) {
    return new Refusal(
        "cannot read table %s in PostgreSQL at %s: %s"
            .formatted(table, config.address(), SqlFailure.inWords(failure)));
  }

  private static final class Rows<T> extends Spliterators.AbstractSpliterator<T> {
    private final Table<T> table;
    private final PostgresConfig config;
    private final List<SqlColumn> columns;
    private final Connection connection;
    private final PreparedStatement statement;
    private final ResultSet result;

    private Rows(
        Table<T> table, PostgresConfig config, Connection connection, PreparedStatement statement)
        throws SQLException {
      super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
      this.table = table;
      this.config = config;
      this.columns = SqlColumn.of(table);
      this.connection = connection;
      this.statement = statement;
      this.result = statement.executeQuery();
    }

    static <T> Rows<T> open(Table<T> table, PostgresConfig config, String condition)
        throws SQLException {
      var connection = config.dataSource().getConnection();
      try {
        // Only inside of a transaction does the driver read in portions.
        connection.setAutoCommit(false);
        var statement =
            connection.prepareStatement(UpsertSql.select(config.schema(), table, condition));
        statement.setFetchSize(ROWS_AT_ONCE);
        return new Rows<>(table, config, connection, statement);
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
    }

    @Override
    public boolean tryAdvance(Consumer<? super T> action) {
      try {
        if (!result.next()) {
          return false;
        }
        var row = new GenericData.Record(table.type().schema());
        for (var column : columns) {
          row.put(column.position(), column.read(result));
        }
        action.accept(table.type().fromAvro(row));
        return true;
      } catch (SQLException e) {
        throw refusal(table, config, e);
      }
    }

    private void close() {
      try (connection;
          statement;
          result) {
        connection.rollback();
      } catch (SQLException e) {
        throw refusal(table, config, e);
      }
    }
  }
}
