package io.vigil.pipelines.monitor;

import io.vigil.schemas.Conflict;
import io.vigil.schemas.DeadLetter;
import io.vigil.schemas.Flag;
import io.vigil.schemas.Incident;
import io.vigil.schemas.LateTransaction;
import io.vigil.schemas.LedgerEntry;
import io.vigil.schemas.Parsed;
import io.vigil.schemas.Spike;
import io.vigil.schemas.Total;
import io.vigil.transforms.DetectSpikes;
import io.vigil.transforms.KeepLedger;
import io.vigil.transforms.Screen;
import io.vigil.transforms.SetAside;
import io.vigil.transforms.TotalUp;
import io.vigil.transforms.screen.Verdict.Finding;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.POutput;
import org.apache.beam.sdk.values.TypeDescriptor;

/** The graph of the main job. Source and sinks are values, so it is the same over any of them. */
public final class Monitor {

  /** Where the results go. */
  public record Sinks(
      PTransform<PCollection<Total>, ? extends POutput> totals,
      PTransform<PCollection<Spike>, ? extends POutput> spikes,
      PTransform<PCollection<Incident>, ? extends POutput> incidents,
      PTransform<PCollection<Flag>, ? extends POutput> flags,
      PTransform<PCollection<Conflict>, ? extends POutput> conflicts,
      PTransform<PCollection<DeadLetter>, ? extends POutput> deadLetters,
      PTransform<PCollection<LateTransaction>, ? extends POutput> late,
      PTransform<PCollection<LedgerEntry>, ? extends POutput> ledger) {}

  private Monitor() {}

  /** Builds the graph. */
  public static void build(
      Pipeline pipeline,
      PTransform<PBegin, PCollection<Parsed>> source,
      Sinks sinks,
      MonitorSettings settings) {
    var lateness = settings.allowedLateness();
    var records = pipeline.apply("Read", source);
    var parsed = records.apply("SetAside", SetAside.failures());
    var screened =
        parsed
            .transactions()
            .apply("Screen", Screen.by(settings.rules()).withAllowedLateness(lateness));
    var totals =
        screened
            .accepted()
            .apply(
                "Total",
                TotalUp.screened()
                    .withFlags(screened.flags())
                    .withAllowedLateness(lateness)
                    .withEarlyFirings(settings.earlyFirings())
                    .withGeneration(settings.generation()));
    var detected =
        screened
            .flags()
            .apply(
                "DetectSpikes",
                DetectSpikes.by(settings.rules().spikes())
                    .withHistoryStart(settings.rules().historyStart())
                    .withAllowedLateness(lateness)
                    .withGeneration(settings.generation()));
    var ledger =
        PCollectionList.of(records.apply("CountRead", KeepLedger.countRead()))
            .and(screened.accepted().apply("CountAccepted", KeepLedger.countAccepted()))
            .and(screened.duplicates().apply("CountDuplicates", KeepLedger.countDuplicates()))
            .and(parsed.deadLetters().apply("CountDeadLetters", KeepLedger.countDeadLetters()))
            .and(screened.late().apply("CountLate", KeepLedger.countLate()))
            .apply("KeepLedger", KeepLedger.ofCounts().withGeneration(settings.generation()));
    var flags =
        screened
            .flags()
            .apply("Flags", MapElements.into(TypeDescriptor.of(Flag.class)).via(Finding::flag));

    totals.apply("WriteTotals", sinks.totals());
    detected.spikes().apply("WriteSpikes", sinks.spikes());
    detected.incidents().apply("WriteIncidents", sinks.incidents());
    flags.apply("WriteFlags", sinks.flags());
    screened.conflicts().apply("WriteConflicts", sinks.conflicts());
    parsed.deadLetters().apply("WriteDeadLetters", sinks.deadLetters());
    screened.late().apply("WriteLate", sinks.late());
    ledger.apply("WriteLedger", sinks.ledger());
  }
}
