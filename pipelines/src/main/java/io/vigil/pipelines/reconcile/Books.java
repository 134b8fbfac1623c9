package io.vigil.pipelines.reconcile;

import io.vigil.pipelines.postgres.PostgresConfig;
import io.vigil.pipelines.postgres.PostgresQuery;
import io.vigil.pipelines.postgres.PostgresRows;
import io.vigil.pipelines.tables.Tables;
import io.vigil.schemas.LedgerEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * What the ledger of a generation says, held against itself and against the tables of those records
 * that were set aside.
 */
final class Books {

  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final int MOST_BLOCKS = 5;

  /** What became of the records of one place. */
  static final class Account {
    long read;
    long accepted;
    long duplicates;
    long deadLetters;
    long late;
    long skipped;

    private void add(LedgerEntry block) {
      read += block.read();
      accepted += block.accepted();
      duplicates += block.duplicates();
      deadLetters += block.deadLetters();
      late += block.late();
      skipped += block.skipped();
    }

    long ended() {
      return accepted + duplicates + deadLetters + late + skipped;
    }

    @Override
    public String toString() {
      return "read=%d accepted=%d duplicates=%d dead_letters=%d late=%d%s"
          .formatted(
              read,
              accepted,
              duplicates,
              deadLetters,
              late,
              skipped == 0 ? "" : " skipped=" + skipped);
    }
  }

  private final SortedMap<Place, Account> accounts = new TreeMap<>();
  private final List<String> problems = new ArrayList<>();
  private final Map<Place, Integer> unbalancedBlocks = new HashMap<>();

  private Books() {}

  /**
   * Reads the ledger and counts the rows of the tables.
   *
   * @throws io.vigil.pipelines.cli.Refusal if they cannot be read
   */
  static Books read(PostgresConfig config, long generation) {
    var books = new Books();
    try (var blocks = PostgresRows.stream(Tables.LEDGER, config)) {
      blocks.filter(it -> it.generation() == generation).forEach(books::add);
    }
    // A record that failed again has a row for each attempt.
    books.compare(
        "dead letters",
        counts(config, "dead_letters", "attempt = 1"),
        account -> account.deadLetters);
    books.compare("late transactions", counts(config, "late", "true"), account -> account.late);
    return books;
  }

  void add(LedgerEntry block) {
    var place = new Place(block.source(), block.partition());
    accounts.computeIfAbsent(place, any -> new Account()).add(block);
    long ended = block.read() - block.open();
    if (!block.isBalanced() && unbalancedBlocks.merge(place, 1, Integer::sum) <= MOST_BLOCKS) {
      problems.add(
          "%s: of records %d to %d, %d were read and %d have ended somewhere"
              .formatted(place, block.blockStart(), block.blockEnd() - 1, block.read(), ended));
    }
  }

  /** The rows that are there, and those that were purged. */
  private static Map<Place, Long> counts(PostgresConfig config, String table, String condition) {
    var counts = new HashMap<Place, Long>();
    PostgresQuery.ask(
        config,
        """
        SELECT source, partition, sum(rows)::bigint FROM (
          SELECT source, partition, count(*) AS rows FROM %1$s WHERE %2$s GROUP BY source, partition
          UNION ALL
          SELECT source, partition, rows FROM purged WHERE table_name = '%1$s') AS all_rows
        GROUP BY source, partition
        """
            .formatted(table, condition),
        PATIENCE,
        row -> counts.put(new Place(row.getString(1), row.getInt(2)), row.getLong(3)));
    return counts;
  }

  private void compare(String what, Map<Place, Long> rows, ToLongFunction<Account> inLedger) {
    accounts.forEach(
        (place, account) -> {
          long there = rows.getOrDefault(place, 0L);
          if (inLedger.applyAsLong(account) != there) {
            problems.add(
                "%s: the ledger has %d %s, and their table %d"
                    .formatted(place, inLedger.applyAsLong(account), what, there));
          }
        });
  }

  /**
   * Holds what was read against what there is to read.
   *
   * @param records how many records each place holds
   */
  void compareWith(SortedMap<Place, Long> records) {
    records.forEach(
        (place, there) -> {
          var account = accounts.get(place);
          long read = account == null ? 0 : account.read;
          if (read != there) {
            problems.add("%s: has %d records, and %d were read".formatted(place, there, read));
          }
        });
  }

  /** What became of the records of each place. */
  SortedMap<Place, Account> accounts() {
    return accounts;
  }

  /** What does not agree, a line each. */
  List<String> problems() {
    return problems;
  }

  /** The sum over all places. */
  Account sum() {
    var sum = new Account();
    accounts
        .values()
        .forEach(
            it -> {
              sum.read += it.read;
              sum.accepted += it.accepted;
              sum.duplicates += it.duplicates;
              sum.deadLetters += it.deadLetters;
              sum.late += it.late;
              sum.skipped += it.skipped;
            });
    return sum;
  }
}
