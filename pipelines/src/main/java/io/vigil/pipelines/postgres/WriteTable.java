package io.vigil.pipelines.postgres;

import io.vigil.pipelines.cli.Refusal;
import io.vigil.pipelines.tables.Table;
import java.time.Duration;
import java.util.Objects;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows to their table in PostgreSQL by UPSERT: a row that is there already stays if its
 * version is newer. So rows may come in any order, and more than once.
 *
 * <p>In: the rows, bounded or not, in any windows. A batch is written when it is full, when a row
 * comes and the batch is older than 200 ms, and when the bundle is done. So a row is visible at the
 * end of its bundle at the latest, which on Flink is after {@code --maxBundleTimeMills}: 1 s.
 *
 * <p>While the server is away, restarts or is busy, writing waits, for at most {@link
 * PostgresConfig#retryFor()}. Then, or at once if the server refuses a row, the bundle fails with a
 * {@link Refusal}. No row is ever left out.
 *
 * @param <T> the record that is a row
 */
public final class WriteTable<T> extends PTransform<PCollection<T>, PDone> {

  private static final long serialVersionUID = 1;
  private static final int DEFAULT_BATCH_ROWS = 2_000;
  private static final long LONGEST_WAIT_MILLIS = 200;

  private final Table<T> table;
  private final PostgresConfig config;
  private final int batchRows;

  private WriteTable(Table<T> table, PostgresConfig config, int batchRows) {
    this.table = table;
    this.config = config;
    this.batchRows = batchRows;
  }

  /** In batches of up to 2,000 rows. */
  public static <T> WriteTable<T> to(Table<T> table, PostgresConfig config) {
    return new WriteTable<>(table, config, DEFAULT_BATCH_ROWS);
  }

  /**
   * Writes up to that many rows with one statement.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public WriteTable<T> withBatchRows(int newBatchRows) {
    if (newBatchRows < 1) {
      throw new IllegalArgumentException("batch of " + newBatchRows + " rows");
    }
    return new WriteTable<>(table, config, newBatchRows);
  }

  @Override
  public PDone expand(PCollection<T> rows) {
    rows.apply("Upsert", ParDo.of(new UpsertFn<>(table, config, batchRows)));
    return PDone.in(rows.getPipeline());
  }

  private static final class UpsertFn<T> extends DoFn<T, Void> {
    private static final long serialVersionUID = 1;
    private static final long LONGEST_WAIT_NANOS = Duration.ofMillis(LONGEST_WAIT_MILLIS).toNanos();

    private final Table<T> table;
    private final PostgresConfig config;
    private final int batchRows;
    private transient @Nullable TableWriter writer;
    private transient RowBatch batch;
    private transient long firstCame;

    UpsertFn(Table<T> table, PostgresConfig config, int batchRows) {
      this.table = table;
      this.config = config;
      this.batchRows = batchRows;
      this.batch = new RowBatch(table);
    }

    @Setup
    public void setUp() {
      writer = TableWriter.open(table, config);
    }

    @StartBundle
    public void startBundle() {
      // What a failed bundle has left comes again.
      batch = new RowBatch(table);
    }

    @ProcessElement
    public void process(@Element T row) {
      if (batch.isEmpty()) {
        firstCame = System.nanoTime();
      }
      batch.add(table.type().toAvro(row));
      if (batch.size() >= batchRows || System.nanoTime() - firstCame > LONGEST_WAIT_NANOS) {
        flush();
      }
    }

    @FinishBundle
    public void finishBundle() {
      flush();
    }

    private void flush() {
      if (!batch.isEmpty()) {
        Objects.requireNonNull(writer, "not set up").write(batch.inKeyOrder());
        batch.clear();
      }
    }

    @Teardown
    public void tearDown() {
      if (writer != null) {
        writer.close();
        writer = null;
      }
    }
  }
}
