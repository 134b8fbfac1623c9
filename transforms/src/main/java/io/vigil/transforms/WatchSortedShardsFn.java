package io.vigil.transforms;

import io.vigil.transforms.screen.LatenessGate;
import io.vigil.transforms.spikes.KeyState;
import io.vigil.transforms.spikes.Peers;
import io.vigil.transforms.spikes.PendingBucket;
import io.vigil.transforms.spikes.ShardMemory;
import io.vigil.transforms.spikes.ShardWatch;
import io.vigil.transforms.spikes.Sighting;
import io.vigil.transforms.spikes.SpikeKey;
import io.vigil.transforms.spikes.TallyBlock;
import java.util.List;
import org.apache.beam.sdk.state.MapState;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Carries the {@link ShardWatch} over a bounded input, whose watermark says nothing before the end.
 * Blocks come in the order of their earliest facts, so a block closes all buckets before it, and
 * memory holds no more than the blocks that overlap in time.
 */
final class WatchSortedShardsFn extends DoFn<KV<Integer, TallyBlock>, KV<Integer, Sighting>> {

  private static final long serialVersionUID = 1;

  @StateId("peers")
  private final StateSpec<ValueState<Peers>> peersSpec = ShardStates.peersSpec();

  @StateId("states")
  private final StateSpec<MapState<SpikeKey, KeyState>> statesSpec = ShardStates.statesSpec();

  @StateId("buckets")
  private final StateSpec<MapState<KV<Long, SpikeKey>, PendingBucket>> bucketsSpec =
      ShardStates.bucketsSpec();

  @StateId("pages")
  private final StateSpec<MapState<Long, Integer>> pagesSpec = ShardStates.pagesSpec();

  @StateId("keys")
  private final StateSpec<MapState<KV<Long, Integer>, List<SpikeKey>>> keysSpec =
      ShardStates.keysOfPagesSpec();

  @TimerId("end")
  private final TimerSpec endSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  private final ShardWatch watch;
  private final LatenessGate gate;

  WatchSortedShardsFn(ShardWatch watch, LatenessGate gate) {
    this.watch = watch;
    this.gate = gate;
  }

  @RequiresTimeSortedInput
  @ProcessElement
  public void process(
      @Element KV<Integer, TallyBlock> block,
      @Timestamp Instant earliest,
      @StateId("peers") ValueState<Peers> peers,
      @StateId("states") MapState<SpikeKey, KeyState> states,
      @StateId("buckets") MapState<KV<Long, SpikeKey>, PendingBucket> buckets,
      @StateId("pages") MapState<Long, Integer> pages,
      @StateId("keys") MapState<KV<Long, Integer>, List<SpikeKey>> keys,
      @TimerId("end") Timer end,
      OutputReceiver<KV<Integer, Sighting>> out) {
    var memory = new ShardStates(peers, states, buckets, pages, keys);
    long openSince = gate.bucketEnd(earliest.getMillis()) - gate.bucketMillis();
    close(memory, openSince, out);
    watch.take(memory, block.getValue(), openSince).forEach(it -> give(it, out));
    // Held back, or what leaves at the end would be late for the next step that sorts.
    end.withOutputTimestamp(earliest).set(DetectSpikes.END);
  }

  @OnTimer("end")
  public void end(
      @StateId("peers") ValueState<Peers> peers,
      @StateId("states") MapState<SpikeKey, KeyState> states,
      @StateId("buckets") MapState<KV<Long, SpikeKey>, PendingBucket> buckets,
      @StateId("pages") MapState<Long, Integer> pages,
      @StateId("keys") MapState<KV<Long, Integer>, List<SpikeKey>> keys,
      OutputReceiver<KV<Integer, Sighting>> out) {
    var memory = new ShardStates(peers, states, buckets, pages, keys);
    close(memory, gate.openSince(BoundedWindow.TIMESTAMP_MAX_VALUE.getMillis()), out);
  }

  private void close(
      ShardMemory memory, long closedBefore, OutputReceiver<KV<Integer, Sighting>> out) {
    if (!memory.starts().isEmpty() && watch.nextChange(memory) < closedBefore) {
      watch.close(memory, closedBefore).forEach(it -> give(it, out));
    }
  }

  private void give(Sighting sighting, OutputReceiver<KV<Integer, Sighting>> out) {
    out.outputWithTimestamp(
        DetectSpikes.onDesk(sighting), new Instant(gate.closeOf(sighting.bucketStart())));
  }

  /** A sighting leaves at the time of its own bucket, which lies before the block. */
  @Override
  @Deprecated
  public Duration getAllowedTimestampSkew() {
    return Duration.millis(Long.MAX_VALUE);
  }
}
