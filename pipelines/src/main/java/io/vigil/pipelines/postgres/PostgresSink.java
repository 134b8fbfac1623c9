package io.vigil.pipelines.postgres;

import io.vigil.pipelines.tables.Table;
import io.vigil.pipelines.tables.TableSink;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.POutput;

/** Writes each table to the one of its name in PostgreSQL. */
public record PostgresSink(PostgresConfig config) implements TableSink {

  @Override
  public String name() {
    return "postgres";
  }

  @Override
  public <T> PTransform<PCollection<T>, ? extends POutput> to(Table<T> table) {
    return WriteTable.to(table, config);
  }
}
