package io.vigil.pipelines.backfill;

import io.vigil.pipelines.cli.Refusal;
import io.vigil.pipelines.postgres.PostgresConfig;
import io.vigil.pipelines.postgres.PostgresQuery;
import io.vigil.pipelines.postgres.PostgresRows;
import io.vigil.pipelines.postgres.RecordCounts;
import io.vigil.pipelines.tables.Tables;
import io.vigil.schemas.LedgerEntry;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Proves conservation from the rows in a staging schema: the ledger of the range must balance block
 * by block, the totals must count what it has accepted, and it must have as many records as the
 * archive says.
 */
final class StagedAudit {

  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final String DAYS =
      "SELECT coalesce(sum(count), 0)::bigint FROM totals WHERE grain = 'day' AND dimension = 'all'";

  private long read;
  private long accepted;
  private long duplicates;
  private long deadLetters;
  private @Nullable LedgerEntry unbalanced;

  private StagedAudit() {}

  /**
   * @param expected how many records of the range there are; null if nobody knows
   * @throws Refusal if something does not balance
   */
  static RecordCounts of(PostgresConfig staging, @Nullable Long expected) {
    var audit = new StagedAudit();
    try (var ledger = PostgresRows.stream(Tables.LEDGER, staging)) {
      ledger.forEach(audit::add);
    }
    long totalled = PostgresQuery.ask(staging, DAYS, LIMIT, row -> row.getLong(1)).get(0);
    audit.problem(totalled, expected).ifPresent(StagedAudit::refuse);
    return new RecordCounts(audit.read, audit.accepted, audit.duplicates, audit.deadLetters);
  }

  private static void refuse(String problem) {
    throw new Refusal("not balanced, nothing is published: " + problem);
  }

  private void add(LedgerEntry entry) {
    read += entry.read();
    accepted += entry.accepted();
    duplicates += entry.duplicates();
    deadLetters += entry.deadLetters();
    if (!entry.isBalanced() && unbalanced == null) {
      unbalanced = entry;
    }
  }

  private Optional<String> problem(long totalled, @Nullable Long expected) {
    if (unbalanced != null) {
      return Optional.of(String.valueOf(unbalanced));
    }
    if (totalled != accepted) {
      return Optional.of(
          "the ledger has accepted=%d, but the day totals count %d".formatted(accepted, totalled));
    }
    if (expected != null && expected != read) {
      return Optional.of(
          "the archive has %d records of the range, and %d were read".formatted(expected, read));
    }
    return Optional.empty();
  }
}
