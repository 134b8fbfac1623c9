package io.vigil.pipelines.tables;

import io.vigil.schemas.Conflict;
import io.vigil.schemas.DeadLetter;
import io.vigil.schemas.Flag;
import io.vigil.schemas.Incident;
import io.vigil.schemas.LateTransaction;
import io.vigil.schemas.LedgerEntry;
import io.vigil.schemas.Spike;
import io.vigil.schemas.Total;
import io.vigil.schemas.avro.RecordTypes;
import java.util.List;

/**
 * The tables that Vigil keeps.
 *
 * <p>A closed window beats an open one of the same generation whatever their numbers of facts:
 * after a restore fewer facts may have come in time than an earlier row has seen.
 */
public final class Tables {

  public static final Table<Total> TOTALS =
      Table.of("totals", RecordTypes.TOTAL, "grain", "dimension", "key", "currency", "window_start")
          .newestBy("generation", "final", "facts")
          .withLast(Total::isFinal);

  public static final Table<Spike> SPIKES =
      Table.of("spikes", RecordTypes.SPIKE, "spike_id")
          .newestBy("generation", "final", "facts")
          .withLast(Spike::isFinal);

  public static final Table<Incident> INCIDENTS =
      Table.of("incidents", RecordTypes.INCIDENT, "incident_id")
          .newestBy("generation", "final", "facts")
          .withLast(Incident::isFinal);

  public static final Table<Flag> FLAGS =
      Table.of("flags", RecordTypes.FLAG, "rule", "transaction_id", "content");

  public static final Table<Conflict> CONFLICTS =
      Table.of("conflicts", RecordTypes.CONFLICT, "transaction_id").newestBy("contents");

  public static final Table<DeadLetter> DEAD_LETTERS =
      Table.of("dead_letters", RecordTypes.DEAD_LETTER, "source", "partition", "offset", "attempt");

  public static final Table<LateTransaction> LATE =
      Table.of("late", RecordTypes.LATE_TRANSACTION, "source", "partition", "offset");

  /** Counts of a block only grow, so the larger sum is the newer one. */
  public static final Table<LedgerEntry> LEDGER =
      Table.of(
              "ledger",
              RecordTypes.LEDGER_ENTRY,
              "source",
              "partition",
              "block_start",
              "generation")
          .newestBySumOf("read", "accepted", "duplicates", "dead_letters", "late", "skipped");

  private Tables() {}

  public static List<Table<?>> all() {
    return List.of(TOTALS, SPIKES, INCIDENTS, FLAGS, CONFLICTS, DEAD_LETTERS, LATE, LEDGER);
  }
}
