package io.vigil.pipelines.monitor;

import io.vigil.pipelines.tables.DayRange;
import io.vigil.pipelines.tables.Table;
import io.vigil.pipelines.tables.TableSink;
import io.vigil.pipelines.tables.Tables;
import io.vigil.schemas.Flag;
import io.vigil.schemas.Incident;
import io.vigil.schemas.Parsed;
import io.vigil.schemas.Transaction;
import io.vigil.transforms.DetectSpikes;
import io.vigil.transforms.KeepLedger;
import io.vigil.transforms.Screen;
import io.vigil.transforms.SetAside;
import io.vigil.transforms.TotalUp;
import io.vigil.transforms.screen.Verdict.Finding;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Filter;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.jspecify.annotations.Nullable;

/** The graph of the main job. Source and sinks are values, so it is the same over any of them. */
public final class Monitor {

  private Monitor() {}

  /**
   * Builds the graph. Every sink gets every table.
   *
   * @return the incidents, for who wants to be told
   */
  public static PCollection<Incident> build(
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
    var range = settings.range();
    var accepted = of(range, "Accepted", screened.accepted(), it -> it.transaction().eventTime());
    var findings = of(range, "Flags", screened.flags(), it -> it.flag().eventTime());
    var totals =
        accepted.apply(
            "Total",
            TotalUp.screened()
                .withFlags(findings)
                .withAllowedLateness(lateness)
                .withEarlyFirings(settings.earlyFirings())
                .withGeneration(settings.generation()));
    var detected =
        screened
            .accepted()
            .apply(
                "DetectSpikes",
                DetectSpikes.inScreened(settings.rules().spikes())
                    .withFlags(screened.flags())
                    .withDetection(settings.rules().fingerprint())
                    .withHistoryStart(settings.rules().historyStart())
                    .withAllowedLateness(lateness)
                    .withGeneration(settings.generation()));
    var read = of(range, "Read", records, Monitor::timeOf);
    var duplicates = of(range, "Duplicates", screened.duplicates(), Transaction::eventTime);
    var late = of(range, "Late", screened.late(), it -> it.transaction().eventTime());
    var ledger =
        PCollectionList.of(read.apply("CountRead", KeepLedger.countRead()))
            .and(accepted.apply("CountAccepted", KeepLedger.countAccepted()))
            .and(duplicates.apply("CountDuplicates", KeepLedger.countDuplicates()))
            .and(parsed.deadLetters().apply("CountDeadLetters", KeepLedger.countDeadLetters()))
            .and(late.apply("CountLate", KeepLedger.countLate()))
            .and(parsed.skipped().apply("CountSkipped", KeepLedger.countSkipped()))
            .apply("KeepLedger", KeepLedger.ofCounts().withGeneration(settings.generation()));
    var flags =
        findings.apply("Flags", MapElements.into(TypeDescriptor.of(Flag.class)).via(Finding::flag));

    for (var sink : sinks) {
      write(sink, Tables.TOTALS, totals);
      write(sink, Tables.SPIKES, detected.spikes());
      write(sink, Tables.INCIDENTS, detected.incidents());
      write(sink, Tables.FLAGS, flags);
      write(sink, Tables.CONFLICTS, screened.conflicts());
      write(sink, Tables.DEAD_LETTERS, parsed.deadLetters());
      write(sink, Tables.LATE, late);
      write(sink, Tables.LEDGER, ledger);
    }
    return detected.incidents();
  }

  /** What lies in the range by its event time; records without one are in every range. */
  private static <T> PCollection<T> of(
      @Nullable DayRange range,
      String name,
      PCollection<T> all,
      SerializableFunction<T, @Nullable Long> timeOf) {
    if (range == null) {
      return all;
    }
    return all.apply("OfRange_" + name, Filter.by(it -> holds(range, timeOf.apply(it))))
        .setCoder(all.getCoder());
  }

  private static boolean holds(DayRange range, @Nullable Long time) {
    return time == null || range.holds(time);
  }

  private static @Nullable Long timeOf(Parsed parsed) {
    return parsed instanceof Transaction transaction ? transaction.eventTime() : null;
  }

  private static <T> void write(TableSink sink, Table<T> table, PCollection<T> rows) {
    rows.apply("Write_" + table.name() + "_" + sink.name(), sink.to(table));
  }
}
