package io.vigil.pipelines.redrive;

import io.vigil.pipelines.postgres.PostgresConfig;
import io.vigil.pipelines.postgres.PostgresRows;
import io.vigil.pipelines.tables.Table;
import java.util.function.Consumer;

/** One of Vigil's tables in PostgreSQL. */
record TableOrigin<T>(Table<T> table, PostgresConfig config) implements Origin<T> {

  @Override
  public void forEach(Consumer<T> action) {
    try (var rows = PostgresRows.stream(table, config)) {
      rows.forEach(action);
    }
  }

  @Override
  public String toString() {
    return "table " + config.schema() + "." + table.name() + " at " + config.address();
  }
}
