package io.vigil.transforms;

import io.vigil.transforms.screen.LatenessGate;
import io.vigil.transforms.spikes.KeyState;
import io.vigil.transforms.spikes.Peers;
import io.vigil.transforms.spikes.PendingBucket;
import io.vigil.transforms.spikes.ShardWatch;
import io.vigil.transforms.spikes.Sighting;
import io.vigil.transforms.spikes.SpikeKey;
import io.vigil.transforms.spikes.TallyBlock;
import io.vigil.transforms.spikes.TallyBlockCoder;
import java.util.List;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.state.BagState;
import org.apache.beam.sdk.state.MapState;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Carries the {@link ShardWatch} over an unbounded input: keeps its memory in state, and wakes it
 * when a bucket closes. A look goes through all that is open, so what comes within a moment is
 * taken at once.
 *
 * <p>What a bucket gives out when it closes leaves at the time of the close. The timer holds the
 * watermark there until then, so whoever waits for the same time behind this step has all of it.
 */
final class WatchShardsFn extends DoFn<KV<Integer, TallyBlock>, KV<Integer, Sighting>> {

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

  /** What has not been taken yet. */
  @StateId("arrived")
  private final StateSpec<BagState<TallyBlock>> arrivedSpec = StateSpecs.bag(TallyBlockCoder.of());

  @TimerId("announce")
  private final TimerSpec announceSpec = TimerSpecs.timer(TimeDomain.PROCESSING_TIME);

  /** For when the timer is set. */
  @StateId("wakeAt")
  private final StateSpec<ValueState<Long>> wakeAtSpec = StateSpecs.value(VarLongCoder.of());

  @TimerId("wake")
  private final TimerSpec wakeSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  private final ShardWatch watch;
  private final LatenessGate gate;
  private final Pause pause = new Pause();

  WatchShardsFn(ShardWatch watch, LatenessGate gate) {
    this.watch = watch;
    this.gate = gate;
  }

  @ProcessElement
  public void process(
      @Element KV<Integer, TallyBlock> block,
      @StateId("arrived") BagState<TallyBlock> arrived,
      @StateId("wakeAt") ValueState<Long> wakeAt,
      @TimerId("announce") Timer announce,
      @TimerId("wake") Timer wake) {
    if (Boolean.TRUE.equals(arrived.isEmpty().read())) {
      announce.offset(pause.length()).withNoOutputTimestamp().setRelative();
    }
    arrived.add(block.getValue());
    wakeFor(block.getValue().firstBucket(), wakeAt, wake);
  }

  @OnTimer("announce")
  public void announce(
      @StateId("arrived") BagState<TallyBlock> arrived,
      @StateId("peers") ValueState<Peers> peers,
      @StateId("states") MapState<SpikeKey, KeyState> states,
      @StateId("buckets") MapState<KV<Long, SpikeKey>, PendingBucket> buckets,
      @StateId("pages") MapState<Long, Integer> pages,
      @StateId("keys") MapState<KV<Long, Integer>, List<SpikeKey>> keys,
      @StateId("wakeAt") ValueState<Long> wakeAt,
      @TimerId("wake") Timer wake,
      OutputReceiver<KV<Integer, Sighting>> out) {
    var memory = new ShardStates(peers, states, buckets, pages, keys);
    var block = TallyBlock.sum(arrived.read());
    arrived.clear();
    long closedBefore = closedBefore(block, wake);
    for (var sighting : pause.during(() -> watch.take(memory, block, closedBefore))) {
      var time = new Instant(sighting.bucketStart());
      out.outputWithTimestamp(DetectSpikes.onDesk(sighting), time);
    }
    wakeFor(watch.nextChange(memory), wakeAt, wake);
  }

  @OnTimer("wake")
  public void wake(
      @StateId("arrived") BagState<TallyBlock> arrived,
      @StateId("peers") ValueState<Peers> peers,
      @StateId("states") MapState<SpikeKey, KeyState> states,
      @StateId("buckets") MapState<KV<Long, SpikeKey>, PendingBucket> buckets,
      @StateId("pages") MapState<Long, Integer> pages,
      @StateId("keys") MapState<KV<Long, Integer>, List<SpikeKey>> keys,
      @StateId("wakeAt") ValueState<Long> wakeAt,
      @TimerId("wake") Timer wake,
      OutputReceiver<KV<Integer, Sighting>> out) {
    var memory = new ShardStates(peers, states, buckets, pages, keys);
    long openSince = gate.openSince(wake.getCurrentRelativeTime().getMillis());
    var block = TallyBlock.sum(arrived.read());
    arrived.clear();
    watch.add(memory, block.before(openSince), closedBefore(block, wake));
    var later = block.since(openSince);
    if (!later.entries().isEmpty()) {
      arrived.add(later);
    }
    for (var sighting : watch.close(memory, openSince)) {
      var closed = new Instant(gate.closeOf(sighting.bucketStart()));
      out.outputWithTimestamp(DetectSpikes.onDesk(sighting), closed);
    }
    wakeAt.clear();
    wakeFor(Math.min(watch.nextChange(memory), later.firstBucket()), wakeAt, wake);
  }

  /** What has come and is not judged yet is open, however far the watermark has gone since. */
  private long closedBefore(TallyBlock block, Timer wake) {
    long openSince = gate.openSince(wake.getCurrentRelativeTime().getMillis());
    return Math.min(openSince, block.firstBucket());
  }

  private void wakeFor(long bucketStart, ValueState<Long> wakeAt, Timer wake) {
    if (bucketStart == Long.MAX_VALUE) {
      return;
    }
    long time = gate.closeOf(bucketStart);
    var set = wakeAt.read();
    if (set == null || time < set) {
      wakeAt.write(time);
      wake.set(new Instant(time));
    }
  }

  /** The timer may be called with a watermark far beyond it. */
  @Override
  @Deprecated
  public Duration getAllowedTimestampSkew() {
    return Duration.millis(Long.MAX_VALUE);
  }
}
