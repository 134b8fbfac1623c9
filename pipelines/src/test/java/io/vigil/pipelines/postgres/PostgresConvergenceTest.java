package io.vigil.pipelines.postgres;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.vigil.pipelines.tables.Tables;
import io.vigil.schemas.Total;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the order of arrival and however rows are batched, the table is the same. */
class PostgresConvergenceTest {

  private static final int KEYS = 40;
  private static final Comparator<Total> BY_VERSION =
      Comparator.comparingLong(Total::generation)
          .thenComparing(Total::isFinal)
          .thenComparingLong(Total::facts);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void anyOrderInAnyBatchesEndsInTheSameTable(long seed) {
    var random = new Random(seed);
    var rows = versions(random, 600);
    var config = TestPostgres.freshSchema();
    try (var writer = TableWriter.open(Tables.TOTALS, config)) {
      for (var batch : batches(rows, random)) {
        Writes.batch(writer, Tables.TOTALS, batch);
      }
    }
    assertThat(PostgresRows.list(Tables.TOTALS, config), is(newest(rows)));
  }

  @Test
  void writersAtTheSameTimeWithTheSameKeysDoNotDeadlockAndLoseNothing() throws Exception {
    var rows = versions(new Random(7), 4_000);
    var config = TestPostgres.freshSchema();
    var before = TestPostgres.query(config, DEADLOCKS);
    var threads = Executors.newFixedThreadPool(6);
    try {
      var writers = new ArrayList<Callable<Void>>();
      for (int i = 0; i < 6; i++) {
        writers.add(writer(rows, new Random(i), config));
      }
      for (var done : threads.invokeAll(writers)) {
        done.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(PostgresRows.list(Tables.TOTALS, config), is(newest(rows)));
    assertThat(TestPostgres.query(config, DEADLOCKS), is(before));
  }

  private static final String DEADLOCKS =
      "SELECT deadlocks FROM pg_stat_database WHERE datname = 'postgres'";

  /** Writes all rows in an order of its own. */
  private static Callable<Void> writer(List<Total> rows, Random random, PostgresConfig config) {
    return () -> {
      try (var writer = TableWriter.open(Tables.TOTALS, config)) {
        for (var batch : batches(rows, random)) {
          Writes.batch(writer, Tables.TOTALS, batch);
        }
      }
      return null;
    };
  }

  /** The content of a row follows from its key and version, as it does in the pipeline. */
  private static List<Total> versions(Random random, int count) {
    var rows = new ArrayList<Total>();
    for (int i = 0; i < count; i++) {
      int key = random.nextInt(KEYS);
      long generation = random.nextInt(3);
      boolean isFinal = random.nextBoolean();
      long facts = random.nextInt(20);
      long content = facts * 10 + generation * 2 + (isFinal ? 1 : 0);
      rows.add(Totals.of("m" + key % 7, key).with(content, generation, isFinal, facts));
    }
    return rows;
  }

  private static List<List<Total>> batches(List<Total> rows, Random random) {
    var shuffled = new ArrayList<>(rows);
    Collections.shuffle(shuffled, random);
    var batches = new ArrayList<List<Total>>();
    for (int from = 0; from < shuffled.size(); ) {
      int to = Math.min(shuffled.size(), from + 1 + random.nextInt(60));
      batches.add(shuffled.subList(from, to));
      from = to;
    }
    return batches;
  }

  private static List<Total> newest(List<Total> rows) {
    var newest = new TreeMap<String, Total>();
    for (var row : rows) {
      newest.merge(
          "%s %d".formatted(row.key(), row.windowStart()),
          row,
          (one, other) -> BY_VERSION.compare(one, other) >= 0 ? one : other);
    }
    return List.copyOf(newest.values());
  }
}
