package io.vigil.pipelines.postgres;

import io.vigil.pipelines.tables.Tables;
import io.vigil.schemas.Total;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/**
 * Measures how many totals are written in a second, with a number of writers at once: first as new
 * rows, then as revisions of them. {@code UpsertSpeed [rows] [batch] [writers]}
 */
final class UpsertSpeed {

  private UpsertSpeed() {}

  public static void main(String[] args) throws Exception {
    int rows = args.length > 0 ? Integer.parseInt(args[0]) : 400_000;
    int batch = args.length > 1 ? Integer.parseInt(args[1]) : 2_000;
    int writers = args.length > 2 ? Integer.parseInt(args[2]) : 2;
    var config = TestPostgres.freshSchema();
    for (int facts = 1; facts <= 3; facts++) {
      long start = System.nanoTime();
      write(config, rows, batch, writers, facts);
      double seconds = (System.nanoTime() - start) / 1e9;
      System.out.printf(
          "%s: %,.0f rows/s (%d rows, batches of %d, %d writers)%n",
          facts == 1 ? "new rows" : "revisions", rows / seconds, rows, batch, writers);
    }
    System.exit(0);
  }

  private static void write(PostgresConfig config, int rows, int batch, int writers, long facts)
      throws Exception {
    var totals = new ArrayList<Total>();
    for (int i = 0; i < rows; i++) {
      totals.add(Totals.of("merchant-" + i % 1_000, i / 1_000).with(i, 0, false, facts));
    }
    Collections.shuffle(totals, new Random(facts));
    var threads = Executors.newFixedThreadPool(writers);
    var tasks = new ArrayList<Callable<Void>>();
    int share = rows / writers;
    for (int i = 0; i < writers; i++) {
      var own = totals.subList(i * share, (i + 1) * share);
      tasks.add(() -> writeAll(config, own, batch));
    }
    for (var done : threads.invokeAll(tasks)) {
      done.get();
    }
    threads.shutdown();
  }

  private static Void writeAll(PostgresConfig config, List<Total> rows, int batch) {
    try (var writer = TableWriter.open(Tables.TOTALS, config)) {
      for (int from = 0; from < rows.size(); from += batch) {
        Writes.batch(
            writer, Tables.TOTALS, rows.subList(from, Math.min(rows.size(), from + batch)));
      }
    }
    return null;
  }
}
