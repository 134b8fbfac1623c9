package io.vigil.transforms;

import io.vigil.transforms.spikes.BundleTallies;
import io.vigil.transforms.spikes.DetectionSettings;
import io.vigil.transforms.spikes.TallyBlock;
import java.io.Serializable;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Carries the {@link BundleTallies}: counts what can be a sign of fraud in a bundle, and gives it
 * out in one block for each shard of keys.
 *
 * @param <T> what is counted
 */
final class TallySignalsFn<T> extends DoFn<T, KV<Integer, TallyBlock>> {

  private static final long serialVersionUID = 1;

  private final DetectionSettings settings;
  private final int shards;
  private final Counting<T> counting;
  private transient BundleTallies tallies;

  /** Puts a fact to what was counted. */
  @FunctionalInterface
  interface Counting<T> extends Serializable {
    void count(T fact, BundleTallies into);
  }

  TallySignalsFn(DetectionSettings settings, int shards, Counting<T> counting) {
    this.settings = settings;
    this.shards = shards;
    this.counting = counting;
  }

  @StartBundle
  public void startBundle() {
    tallies = new BundleTallies(settings, shards);
  }

  @ProcessElement
  public void process(@Element T fact, OutputReceiver<KV<Integer, TallyBlock>> out) {
    counting.count(fact, tallies);
    if (tallies.isFull()) {
      var time = new Instant(tallies.earliest());
      tallies.take().forEach((shard, block) -> out.outputWithTimestamp(KV.of(shard, block), time));
    }
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) {
    var time = new Instant(tallies.earliest());
    tallies
        .take()
        .forEach(
            (shard, block) -> context.output(KV.of(shard, block), time, GlobalWindow.INSTANCE));
  }

  /**
   * Blocks leave at the time of the earliest of their facts, which another fact may send on its
   * way: at an earlier time the runner may take a block for late, and let its buckets close before
   * it arrives.
   */
  @Override
  @Deprecated
  public Duration getAllowedTimestampSkew() {
    return Duration.millis(Long.MAX_VALUE);
  }
}
