package io.vigil.pipelines.backfill;

import io.vigil.pipelines.cli.RunnerFlags;
import io.vigil.pipelines.monitor.Monitor;
import io.vigil.pipelines.monitor.MonitorSettings;
import io.vigil.pipelines.postgres.PostgresSink;
import io.vigil.pipelines.postgres.RecordCounts;
import io.vigil.pipelines.postgres.RunningGeneration;
import io.vigil.pipelines.tables.DayRange;
import io.vigil.pipelines.tables.TableSink;
import io.vigil.schemas.Parsed;
import io.vigil.transforms.coders.ParsedCoder;
import io.vigil.transforms.screen.DetectionRules;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.joda.time.Duration;

/**
 * Days of the past, computed anew by the graph of the main job as one bounded run.
 *
 * @param history what is read
 * @param range the days whose rows come out
 * @param rules what is suspicious, and how much of it is a spike; those of the live job, if the
 *     rows are to be those of the live job
 * @param runnerFlags for Beam and its runner
 */
public record Recomputation(
    History history, DayRange range, DetectionRules rules, RunnerFlags runnerFlags) {

  /** Nothing is late in a bounded run. */
  private static final Duration ANY = Duration.ZERO;

  /**
   * Computes the rows and writes them to the staging schema. Spikes and incidents of all that is
   * read are there afterwards: what of them belongs to the range is the generation's business.
   *
   * @param more other places for the rows
   * @return what became of the records of the range
   * @throws io.vigil.pipelines.cli.Refusal if something cannot be read or written, or the books do
   *     not balance
   */
  public RecordCounts into(
      RunningGeneration generation, List<TableSink> more, PrintWriter progress) {
    var sinks = new ArrayList<TableSink>(List.of(new PostgresSink(generation.staging())));
    sinks.addAll(more);
    run(sinks, generation.generation(), progress);
    return StagedAudit.of(generation.staging(), history.recordsOfRange());
  }

  /** Computes the rows and writes them to these places, which nobody has looked at. */
  public void run(List<TableSink> sinks, long generation, PrintWriter progress) {
    var pipeline = pipeline(sinks, generation);
    DayProgress.during(progress, history.recordsByDay(), () -> pipeline.run().waitUntilFinish());
  }

  /** The graph, which is the main job's. */
  Pipeline pipeline(List<TableSink> sinks, long generation) {
    var pipeline = Pipeline.create(runnerFlags.toOptions());
    Monitor.build(pipeline, new Counted(history.read()), sinks, settings(generation));
    return pipeline;
  }

  private MonitorSettings settings(long generation) {
    return new MonitorSettings(null, rules, ANY, ANY, generation, range);
  }

  private static final class Counted extends PTransform<PBegin, PCollection<Parsed>> {
    private static final long serialVersionUID = 1;

    private final transient PTransform<PBegin, PCollection<Parsed>> read;

    Counted(PTransform<PBegin, PCollection<Parsed>> read) {
      this.read = read;
    }

    @Override
    public PCollection<Parsed> expand(PBegin begin) {
      return begin
          .apply("History", read)
          .apply("CountDays", ParDo.of(new DayProgress.CountFn()))
          .setCoder(ParsedCoder.of());
    }
  }
}
