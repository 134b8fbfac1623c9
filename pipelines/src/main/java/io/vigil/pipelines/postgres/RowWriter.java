package io.vigil.pipelines.postgres;

import io.vigil.pipelines.tables.Table;

/**
 * Writes rows to their table by UPSERT, as {@link WriteTable} does, without a pipeline.
 *
 * @param <T> the record that is a row
 */
public final class RowWriter<T> implements AutoCloseable {

  private static final int BATCH_ROWS = 2_000;

  private final Table<T> table;
  private final TableWriter writer;
  private final RowBatch batch;

  private RowWriter(Table<T> table, TableWriter writer) {
    this.table = table;
    this.writer = writer;
    this.batch = new RowBatch(table);
  }

  /** Does not connect yet. */
  public static <T> RowWriter<T> open(Table<T> table, PostgresConfig config) {
    return new RowWriter<>(table, TableWriter.open(table, config));
  }

  /** Takes a row; it is written at the latest by {@link #flush}. */
  public void add(T row) {
    batch.add(table.type().toAvro(row));
    if (batch.size() >= BATCH_ROWS) {
      flush();
    }
  }

  /**
   * Returns when all rows are written.
   *
   * @throws io.vigil.pipelines.cli.Refusal if the server refuses them, or is away for too long
   */
  public void flush() {
    if (!batch.isEmpty()) {
      writer.write(batch.inKeyOrder());
      batch.clear();
    }
  }

  @Override
  public void close() {
    writer.close();
  }
}
