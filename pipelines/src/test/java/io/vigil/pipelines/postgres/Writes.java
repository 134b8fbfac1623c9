package io.vigil.pipelines.postgres;

import io.vigil.pipelines.tables.Table;
import java.util.List;

/** Writes rows as a bundle does. */
final class Writes {

  private Writes() {}

  static <T> void batch(Table<T> table, PostgresConfig config, List<T> rows) {
    try (var writer = TableWriter.open(table, config)) {
      batch(writer, table, rows);
    }
  }

  static <T> void batch(TableWriter writer, Table<T> table, List<T> rows) {
    var batch = new RowBatch(table);
    rows.forEach(row -> batch.add(table.type().toAvro(row)));
    writer.write(batch.inKeyOrder());
  }
}
