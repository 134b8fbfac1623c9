package io.vigil.pipelines.monitor;

import io.vigil.pipelines.tables.Table;
import io.vigil.pipelines.tables.TableSink;
import io.vigil.pipelines.tables.Tables;
import io.vigil.schemas.Flag;
import io.vigil.schemas.Parsed;
import io.vigil.transforms.DetectSpikes;
import io.vigil.transforms.KeepLedger;
import io.vigil.transforms.Screen;
import io.vigil.transforms.SetAside;
import io.vigil.transforms.TotalUp;
import io.vigil.transforms.screen.Verdict.Finding;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.TypeDescriptor;

/** The graph of the main job. Source and sinks are values, so it is the same over any of them. */
public final class Monitor {

  private Monitor() {}

  /** Builds the graph. Every sink gets every table. */
  public static void build(
      Pipeline pipeline,
      PTransform<PBegin, PCollection<Parsed>> source,
      List<TableSink> sinks,
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

    for (var sink : sinks) {
      write(sink, Tables.TOTALS, totals);
      write(sink, Tables.SPIKES, detected.spikes());
      write(sink, Tables.INCIDENTS, detected.incidents());
      write(sink, Tables.FLAGS, flags);
      write(sink, Tables.CONFLICTS, screened.conflicts());
      write(sink, Tables.DEAD_LETTERS, parsed.deadLetters());
      write(sink, Tables.LATE, screened.late());
      write(sink, Tables.LEDGER, ledger);
    }
  }

  private static <T> void write(TableSink sink, Table<T> table, PCollection<T> rows) {
    rows.apply("Write_" + table.name() + "_" + sink.name(), sink.to(table));
  }
}
