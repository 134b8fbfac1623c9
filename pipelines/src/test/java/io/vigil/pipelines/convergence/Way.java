package io.vigil.pipelines.convergence;

import io.vigil.pipelines.convergence.Arrival.Pause;
import io.vigil.pipelines.convergence.Arrival.Watermark;
import io.vigil.pipelines.monitor.Monitor;
import io.vigil.pipelines.monitor.MonitorSettings;
import io.vigil.schemas.Parsed;
import io.vigil.transforms.coders.ParsedCoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * A way to run the whole job.
 *
 * @param isStream whether records come one after the other with watermarks between, or all at once
 * @param isExact whether each record meets the watermark that stood when it came
 */
record Way(String flags, boolean isStream, boolean isExact) {

  static final Way DIRECT_BATCH = new Way("--runner=DirectRunner", false, true);
  static final Way DIRECT_STREAM = new Way("--runner=DirectRunner", true, true);

  static Way flinkBatch(int parallelism) {
    return new Way(flink(parallelism), false, true);
  }

  static Way flinkStream(int parallelism, int bundle) {
    return new Way(
        flink(parallelism) + " --streaming=true --maxBundleSize=" + bundle,
        true,
        parallelism == 1 && bundle == 1);
  }

  private static String flink(int parallelism) {
    return "--runner=FlinkRunner --parallelism=" + parallelism;
  }

  /** The same as {@code monitor} runs it: without copies between chained steps. */
  Way withObjectReuse() {
    return new Way(flags + " --objectReuse=true --fasterCopy=true", isStream, isExact);
  }

  /**
   * Whether a partition is read by one task, as a topic's is. TestStream hands records out to all
   * of them, and the ledger may then forget a block too soon.
   */
  boolean readsInOrder() {
    return !isStream || !flags.contains("--parallelism=2");
  }

  /** What a run wrote, and how many elements Beam dropped for being late. */
  record Outcome(Tables tables, long dropped, List<Object> rows) {}

  Outcome run(Scenario scenario) {
    var pipeline = Pipeline.create(PipelineOptionsFactory.fromArgs(arguments()).create());
    var collected = Collected.open();
    var settings =
        new MonitorSettings(
            null,
            scenario.book().rules(),
            Duration.millis(scenario.latenessMillis()),
            isDirect() ? Duration.standardSeconds(1) : Duration.millis(1),
            0);
    Monitor.build(
        pipeline, isStream ? stream(scenario) : all(scenario), collected.sinks(), settings);
    var result = pipeline.run();
    result.waitUntilFinish();
    var rows = collected.close();
    return new Outcome(
        Tables.of(rows, isStream ? scenario.latenessMillis() : 0), dropped(result), rows);
  }

  /** How many elements Beam's own counters of dropped ones have counted. */
  static long dropped(PipelineResult result) {
    long dropped = 0;
    for (var counter :
        result.metrics().queryMetrics(MetricsFilter.builder().build()).getCounters()) {
      if (counter.getName().getName().toLowerCase(Locale.ROOT).contains("dropped")) {
        dropped += counter.getAttempted();
      }
    }
    return dropped;
  }

  private String[] arguments() {
    return flags.split(" ");
  }

  private boolean isDirect() {
    return flags.contains("DirectRunner");
  }

  private static PTransform<PBegin, PCollection<Parsed>> all(Scenario scenario) {
    var records = scenario.records().stream().map(Arrival.Record::parsed).toList();
    return Create.of(records).withCoder(ParsedCoder.of());
  }

  /** Records that come together are one bundle on the Direct runner. */
  private PTransform<PBegin, PCollection<Parsed>> stream(Scenario scenario) {
    var random = new Random(scenario.seed());
    var stream = TestStream.create(ParsedCoder.of());
    var together = new ArrayList<TimestampedValue<Parsed>>();
    for (var arrival : scenario.arrivals()) {
      boolean isRecord = arrival instanceof Arrival.Record;
      if (!together.isEmpty() && (!isRecord || random.nextInt(3) == 0)) {
        stream = add(stream, together);
      }
      if (arrival instanceof Arrival.Record record) {
        together.add(TimestampedValue.of(record.parsed(), new Instant(timeOf(record))));
      } else if (arrival instanceof Watermark watermark) {
        if (isDirect()) {
          // A moment passes in the shards and one at the desk, and spikes are announced.
          stream =
              stream
                  .advanceProcessingTime(Duration.millis(200))
                  .advanceProcessingTime(Duration.millis(200));
        }
        stream = stream.advanceWatermarkTo(new Instant(watermark.time()));
      } else if (arrival instanceof Pause pause && isDirect()) {
        // Flink's clock cannot be set; there rows come out early all the time.
        stream = stream.advanceProcessingTime(Duration.millis(pause.millis()));
      }
    }
    if (!together.isEmpty()) {
      stream = add(stream, together);
    }
    return stream.advanceWatermarkToInfinity();
  }

  private static long timeOf(Arrival.Record record) {
    return record instanceof Arrival.Good good ? good.payment().time() : 0;
  }

  private static TestStream.Builder<Parsed> add(
      TestStream.Builder<Parsed> stream, List<TimestampedValue<Parsed>> together) {
    var added = stream.addElements(together.get(0), rest(together));
    together.clear();
    return added;
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static TimestampedValue<Parsed>[] rest(List<TimestampedValue<Parsed>> together) {
    return together.subList(1, together.size()).toArray(new TimestampedValue[0]);
  }

  @Override
  public String toString() {
    return flags;
  }
}
