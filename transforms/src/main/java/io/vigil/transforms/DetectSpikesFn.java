package io.vigil.transforms;

import io.vigil.schemas.Spike;
import io.vigil.transforms.screen.LatenessGate;
import io.vigil.transforms.spikes.OpenBucket;
import io.vigil.transforms.spikes.OpenBucketCoder;
import io.vigil.transforms.spikes.SpikeKey;
import io.vigil.transforms.spikes.SpikeSettings;
import io.vigil.transforms.spikes.SpikeWatch;
import io.vigil.transforms.spikes.SpikeWatch.Judgement;
import io.vigil.transforms.spikes.Standing;
import io.vigil.transforms.spikes.StandingCoder;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.VarLongCoder;
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
import org.joda.time.Instant;

/** Carries the {@link SpikeWatch}: keeps its buckets in state and wakes it when one closes. */
final class DetectSpikesFn extends DoFn<KV<SpikeKey, KV<Long, Long>>, Spike> {

  private static final long serialVersionUID = 1;

  @StateId("open")
  private final StateSpec<MapState<Long, OpenBucket>> openSpec =
      StateSpecs.map(VarLongCoder.of(), OpenBucketCoder.of());

  @StateId("standing")
  private final StateSpec<ValueState<Standing>> standingSpec;

  /** For when the timer is set. */
  @StateId("wakeAt")
  private final StateSpec<ValueState<Long>> wakeAtSpec = StateSpecs.value(VarLongCoder.of());

  @TimerId("wake")
  private final TimerSpec wakeSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  private final SpikeWatch watch;
  private final LatenessGate gate;

  DetectSpikesFn(SpikeWatch watch, SpikeSettings settings, LatenessGate gate) {
    this.watch = watch;
    this.gate = gate;
    this.standingSpec = StateSpecs.value(StandingCoder.of(settings));
  }

  @ProcessElement
  public void process(
      @Element KV<SpikeKey, KV<Long, Long>> element,
      @StateId("open") MapState<Long, OpenBucket> open,
      @StateId("standing") ValueState<Standing> standing,
      @StateId("wakeAt") ValueState<Long> wakeAt,
      @TimerId("wake") Timer wake,
      MultiOutputReceiver out) {
    long start = element.getValue().getKey();
    if (watch.isBeforeHistory(start)) {
      return;
    }
    var known = open.get(start).read();
    var bucket = (known == null ? new OpenBucket(0, 0) : known).plus(element.getValue().getValue());
    open.put(start, bucket);
    wakeWhen(closeOf(start), wakeAt, wake);
    if (watch.isWorthALook(bucket)) {
      var all = read(open);
      var judgement = watch.judge(element.getKey(), standing.read(), all, Long.MIN_VALUE);
      give(judgement, out);
      write(all, judgement.open(), open);
    }
  }

  @OnTimer("wake")
  public void wake(
      @Key SpikeKey key,
      @StateId("open") MapState<Long, OpenBucket> open,
      @StateId("standing") ValueState<Standing> standing,
      @StateId("wakeAt") ValueState<Long> wakeAt,
      @TimerId("wake") Timer wake,
      MultiOutputReceiver out) {
    var all = read(open);
    long openSince = gate.openSince(wake.getCurrentRelativeTime().getMillis());
    var judgement = watch.judge(key, standing.read(), all, openSince);
    give(judgement, out);
    write(all, judgement.open(), open);
    wakeAt.clear();
    var left = judgement.standing();
    if (left == null || watch.isForgotten(left, openSince)) {
      standing.clear();
    } else {
      standing.write(left);
      wakeWhen(closeOf(watch.nextChange(left)), wakeAt, wake);
    }
    if (!judgement.open().isEmpty()) {
      wakeWhen(closeOf(judgement.open().firstKey()), wakeAt, wake);
    }
  }

  /** When the bucket closes: the first watermark with which it is no longer open. */
  private long closeOf(long start) {
    return gate.bucketEnd(start) + gate.allowedLatenessMillis();
  }

  private static void wakeWhen(long time, ValueState<Long> wakeAt, Timer wake) {
    var set = wakeAt.read();
    if (set == null || time < set) {
      wakeAt.write(time);
      wake.set(new Instant(time));
    }
  }

  private static SortedMap<Long, OpenBucket> read(MapState<Long, OpenBucket> open) {
    var all = new TreeMap<Long, OpenBucket>();
    for (Map.Entry<Long, OpenBucket> entry : open.entries().read()) {
      all.put(entry.getKey(), entry.getValue());
    }
    return all;
  }

  private static void write(
      SortedMap<Long, OpenBucket> before,
      SortedMap<Long, OpenBucket> after,
      MapState<Long, OpenBucket> open) {
    before.forEach(
        (start, bucket) -> {
          var now = after.get(start);
          if (now == null) {
            open.remove(start);
          } else if (!now.equals(bucket)) {
            open.put(start, now);
          }
        });
  }

  private static void give(Judgement judgement, MultiOutputReceiver out) {
    judgement
        .spikes()
        .forEach(
            spike ->
                out.get(DetectSpikes.SPIKES)
                    .outputWithTimestamp(spike, new Instant(spike.bucketStart())));
    judgement
        .incidents()
        .forEach(
            incident ->
                out.get(DetectSpikes.INCIDENTS)
                    .outputWithTimestamp(incident, new Instant(incident.incidentStart())));
  }

  /** Rows leave at the time of their bucket, though it closes later. */
  @Override
  @Deprecated
  public org.joda.time.Duration getAllowedTimestampSkew() {
    return org.joda.time.Duration.millis(Long.MAX_VALUE);
  }
}
