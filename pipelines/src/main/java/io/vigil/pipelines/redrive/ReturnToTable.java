package io.vigil.pipelines.redrive;

import io.vigil.pipelines.postgres.PostgresConfig;
import io.vigil.pipelines.postgres.PostgresTables;
import io.vigil.pipelines.postgres.RowWriter;
import io.vigil.pipelines.tables.Tables;
import io.vigil.schemas.DeadLetter;

/** Writes a dead letter to the table, beside the one of the attempt before. */
final class ReturnToTable implements Returns {

  private final RowWriter<DeadLetter> rows;

  private ReturnToTable(RowWriter<DeadLetter> rows) {
    this.rows = rows;
  }

  static ReturnToTable in(PostgresConfig config) {
    PostgresTables.check(config);
    return new ReturnToTable(RowWriter.open(Tables.DEAD_LETTERS, config));
  }

  @Override
  public void add(DeadLetter raised) {
    rows.add(raised);
  }

  @Override
  public void commit() {
    rows.flush();
  }

  @Override
  public void finish() {
    rows.flush();
  }

  @Override
  public void close() {
    rows.close();
  }
}
