package io.vigil.pipelines.monitor;

import io.vigil.schemas.DeadLetter;
import io.vigil.schemas.LedgerEntry;
import io.vigil.schemas.RawRecord;
import io.vigil.schemas.Total;
import io.vigil.schemas.mapping.Mapping;
import io.vigil.transforms.KeepLedger;
import io.vigil.transforms.Parse;
import io.vigil.transforms.TotalUp;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.POutput;
import org.jspecify.annotations.Nullable;

/** The graph of the main job. Source and sinks are values, so it is the same over any of them. */
public final class Monitor {

  /** Where the results go. */
  public record Sinks(
      PTransform<PCollection<Total>, ? extends POutput> totals,
      PTransform<PCollection<DeadLetter>, ? extends POutput> deadLetters,
      PTransform<PCollection<LedgerEntry>, ? extends POutput> ledger) {}

  private Monitor() {}

  /**
   * Builds the graph.
   *
   * @param mapping how to find the fields in the records; null if they are in Vigil's own form
   */
  public static void build(
      Pipeline pipeline,
      PTransform<PBegin, PCollection<RawRecord>> source,
      Sinks sinks,
      @Nullable Mapping mapping) {
    var records = pipeline.apply("Read", source);
    var parsed = records.apply("Parse", Parse.transactions().withMapping(mapping));
    var totals = parsed.transactions().apply("Total", TotalUp.transactions());
    var ledger =
        PCollectionList.of(records.apply("CountRead", KeepLedger.countRead()))
            .and(parsed.transactions().apply("CountAccepted", KeepLedger.countAccepted()))
            .and(parsed.deadLetters().apply("CountDeadLetters", KeepLedger.countDeadLetters()))
            .apply("KeepLedger", KeepLedger.ofCounts());

    totals.apply("WriteTotals", sinks.totals());
    parsed.deadLetters().apply("WriteDeadLetters", sinks.deadLetters());
    ledger.apply("WriteLedger", sinks.ledger());
  }
}
