package io.vigil.pipelines.archive;

import io.vigil.schemas.Parsed;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.transforms.GroupIntoBatches;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.jspecify.annotations.Nullable;

/**
 * The graph of the archive: Read, Pack, Batch, Write. Files and topics differ in the source alone.
 *
 * <p>Everything is in the global window, where nothing is late. Batches are kept in state until
 * they are full, or old enough, or the input ends. After a crash a stream makes other batches of
 * the same records; {@link ArchiveWriter} leaves out those that are in the archive.
 */
public final class ArchivePipeline {

  /**
   * How files are made.
   *
   * @param archive where they go
   * @param maxFileRecords a file has no more records than this
   * @param maxDelay how long a record waits for others; null to wait until the input ends
   */
  public record Settings(Path archive, int maxFileRecords, @Nullable Duration maxDelay) {}

  private ArchivePipeline() {}

  /** Builds the graph. */
  public static void build(
      Pipeline pipeline, PTransform<PBegin, PCollection<Parsed>> source, Settings settings) {
    GroupIntoBatches<FileKey, Block> batches =
        GroupIntoBatches.ofByteSize(settings.maxFileRecords(), Block::weight);
    var maxDelay = settings.maxDelay();
    if (maxDelay != null) {
      batches =
          batches.withMaxBufferingDuration(org.joda.time.Duration.millis(maxDelay.toMillis()));
    }
    pipeline
        .apply("Read", source)
        .apply("AnyTime", Window.into(new GlobalWindows()))
        .apply("Pack", ParDo.of(new PackFn(settings.maxFileRecords())))
        .setCoder(KvCoder.of(FileKeyCoder.of(), BlockCoder.of()))
        .apply("Batch", batches)
        .apply("Write", ParDo.of(new WriteFilesFn(settings.archive())));
  }

  /** What the tasks of a run have counted. */
  static ImportReport.Counted counted(PipelineResult result) {
    return new ImportReport.Counted(
        count(result, PackFn.class, "read"),
        count(result, WriteFilesFn.class, "already"),
        count(result, PackFn.class, "skipped"));
  }

  private static long count(PipelineResult result, Class<?> step, String name) {
    var filter = MetricsFilter.builder().addNameFilter(MetricNameFilter.named(step, name)).build();
    long count = 0;
    for (var counter : result.metrics().queryMetrics(filter).getCounters()) {
      count += counter.getAttempted();
    }
    return count;
  }
}
