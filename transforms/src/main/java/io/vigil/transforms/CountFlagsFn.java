package io.vigil.transforms;

import io.vigil.schemas.Dimension;
import io.vigil.transforms.screen.LatenessGate;
import io.vigil.transforms.screen.Verdict.Finding;
import io.vigil.transforms.spikes.SpikeKey;
import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Counts the flagged transactions of a bundle by key and bucket, so that few elements have to be
 * shuffled. Out: keys with the start of a bucket and a count.
 */
final class CountFlagsFn extends DoFn<Finding, KV<SpikeKey, KV<Long, Long>>> {

  private static final long serialVersionUID = 1;

  /** Bounds the memory of a bundle that is as long as the input. */
  private static final int MOST_COUNTS = 50_000;

  private final LatenessGate gate;
  private transient Map<KeyedBucket, Count> counts;

  private record KeyedBucket(SpikeKey key, long start) {
    KV<SpikeKey, KV<Long, Long>> with(Count count) {
      return KV.of(key, KV.of(start, count.flagged));
    }
  }

  /**
   * A count leaves at the time of its first flag: at an earlier time the runner may take it for
   * late, and let its bucket close before it arrives.
   */
  private record Count(long flagged, long earliest) {
    Count plus(Count other) {
      return new Count(flagged + other.flagged, Math.min(earliest, other.earliest));
    }

    Instant time() {
      return new Instant(earliest);
    }
  }

  CountFlagsFn(LatenessGate gate) {
    this.gate = gate;
  }

  @StartBundle
  public void startBundle() {
    counts = new HashMap<>();
  }

  @ProcessElement
  public void process(@Element Finding finding, OutputReceiver<KV<SpikeKey, KV<Long, Long>>> out) {
    if (!finding.isFirst()) {
      return;
    }
    var flag = finding.flag();
    long start = gate.bucketEnd(flag.eventTime()) - gate.bucketMillis();
    for (var dimension : Dimension.ofTotals()) {
      var key = new SpikeKey(dimension, dimension.keyOf(flag));
      counts.merge(new KeyedBucket(key, start), new Count(1, flag.eventTime()), Count::plus);
    }
    if (counts.size() >= MOST_COUNTS) {
      counts.forEach((bucket, count) -> out.outputWithTimestamp(bucket.with(count), count.time()));
      counts.clear();
    }
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) {
    counts.forEach(
        (bucket, count) -> context.output(bucket.with(count), count.time(), GlobalWindow.INSTANCE));
    counts.clear();
  }

  /** Another flag may send a count on its way. */
  @Override
  @Deprecated
  public Duration getAllowedTimestampSkew() {
    return Duration.millis(Long.MAX_VALUE);
  }
}
