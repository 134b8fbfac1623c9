package io.vigil.pipelines.backfill;

import io.vigil.pipelines.tables.DayRange;
import io.vigil.pipelines.tables.Table;
import io.vigil.pipelines.tables.TableSink;
import org.apache.beam.sdk.transforms.Filter;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.POutput;

/**
 * Lets the rows of a range through to a sink: of spikes and incidents a recomputation gives more.
 *
 * @param sink where they go
 * @param range what rows must belong to
 */
record OnlyRange(TableSink sink, DayRange range) implements TableSink {

  @Override
  public String name() {
    return sink.name();
  }

  @Override
  public <T> PTransform<PCollection<T>, ? extends POutput> to(Table<T> table) {
    return new Write<>(range, sink.to(table));
  }

  private static final class Write<T> extends PTransform<PCollection<T>, POutput> {
    private static final long serialVersionUID = 1;

    private final DayRange range;
    private final transient PTransform<PCollection<T>, ? extends POutput> write;

    Write(DayRange range, PTransform<PCollection<T>, ? extends POutput> write) {
      this.range = range;
      this.write = write;
    }

    @Override
    public POutput expand(PCollection<T> rows) {
      var days = range;
      return rows.apply("OnlyRange", Filter.by(days::holdsRow))
          .setCoder(rows.getCoder())
          .apply("Write", write);
    }
  }
}
