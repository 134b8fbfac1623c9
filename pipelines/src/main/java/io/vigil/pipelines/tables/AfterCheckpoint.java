package io.vigil.pipelines.tables;

import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Filter;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.POutput;

/**
 * Takes what no later row corrects only when a checkpoint has made it certain; everything else at
 * once.
 *
 * <p>After a crash records come again, and the watermark may go other ways: what was late may be
 * accepted then. Rows that are revised mend that by themselves. One that is final, or says what
 * became of a record, must not be there before the job can no longer fall back behind it. The last
 * row of a key comes behind all others of the key: their bundle, and so their writing, is done
 * before the checkpoint is.
 */
public final class AfterCheckpoint implements TableSink {

  private final TableSink sink;

  private AfterCheckpoint(TableSink sink) {
    this.sink = sink;
  }

  /** Holds rows back before this sink. */
  public static AfterCheckpoint of(TableSink sink) {
    return new AfterCheckpoint(sink);
  }

  @Override
  public String name() {
    return sink.name();
  }

  @Override
  public <T> PTransform<PCollection<T>, ? extends POutput> to(Table<T> table) {
    return new HoldBack<>(table, sink.to(table));
  }

  private static final class HoldBack<T> extends PTransform<PCollection<T>, POutput> {
    private static final long serialVersionUID = 1;

    private final Table<T> table;
    private final transient PTransform<PCollection<T>, ? extends POutput> write;

    HoldBack(Table<T> table, PTransform<PCollection<T>, ? extends POutput> write) {
      this.table = table;
      this.write = write;
    }

    @Override
    public POutput expand(PCollection<T> rows) {
      return switch (table.lastRows()) {
        case ALL -> afterCheckpoint(rows).apply("Write", write);
        case NONE -> rows.apply("Write", write);
        case SOME -> {
          var coder = rows.getCoder();
          var held = table;
          // Each part has a writer of its own: put together they would have to cross from task to
          // task, which costs more than all that is done to a row.
          rows.apply("RevisedRows", Filter.by(row -> !held.isLast(row)))
              .setCoder(coder)
              .apply("WriteRevised", write);
          var last = rows.apply("LastRows", Filter.by(held::isLast)).setCoder(coder);
          yield afterCheckpoint(last).apply("Write", write);
        }
      };
    }

    private static <T> PCollection<T> afterCheckpoint(PCollection<T> rows) {
      return rows.apply("AfterCheckpoint", ParDo.of(new StableFn<T>())).setCoder(rows.getCoder());
    }
  }

  private static final class StableFn<T> extends DoFn<T, T> {
    private static final long serialVersionUID = 1;

    @RequiresStableInput
    @ProcessElement
    public void process(@Element T row, OutputReceiver<T> out) {
      out.output(row);
    }
  }
}
