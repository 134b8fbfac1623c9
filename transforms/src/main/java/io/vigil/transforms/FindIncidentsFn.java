package io.vigil.transforms;

import io.vigil.schemas.Spike;
import io.vigil.transforms.screen.LatenessGate;
import io.vigil.transforms.spikes.Desk;
import io.vigil.transforms.spikes.DeskState;
import io.vigil.transforms.spikes.DeskStateCoder;
import io.vigil.transforms.spikes.Sighting;
import io.vigil.transforms.spikes.SightingCoder;
import java.util.ArrayList;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.state.BagState;
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
 * Carries the {@link Desk} over an unbounded input: it closes buckets with the watermark. The desk
 * looks at all that is open, so it is given what comes within a moment at once.
 */
final class FindIncidentsFn extends DoFn<KV<Integer, Sighting>, Spike> {

  private static final long serialVersionUID = 1;

  @StateId("desk")
  private final StateSpec<ValueState<DeskState>> deskSpec = StateSpecs.value(DeskStateCoder.of());

  /** For when the timer is set. */
  @StateId("wakeAt")
  private final StateSpec<ValueState<Long>> wakeAtSpec = StateSpecs.value(VarLongCoder.of());

  /** Sightings that the desk has not been given yet. */
  @StateId("arrived")
  private final StateSpec<BagState<Sighting>> arrivedSpec = StateSpecs.bag(SightingCoder.of());

  @TimerId("announce")
  private final TimerSpec announceSpec = TimerSpecs.timer(TimeDomain.PROCESSING_TIME);

  @TimerId("wake")
  private final TimerSpec wakeSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  private final Desk desk;
  private final LatenessGate gate;
  private final Pause pause = new Pause();

  FindIncidentsFn(Desk desk, LatenessGate gate) {
    this.desk = desk;
    this.gate = gate;
  }

  @ProcessElement
  public void process(
      @Element KV<Integer, Sighting> element,
      @StateId("arrived") BagState<Sighting> arrived,
      @StateId("wakeAt") ValueState<Long> wakeAt,
      @TimerId("announce") Timer announce,
      @TimerId("wake") Timer wake) {
    var sighting = element.getValue();
    if (Boolean.TRUE.equals(arrived.isEmpty().read())) {
      announce.offset(pause.length()).withNoOutputTimestamp().setRelative();
    }
    arrived.add(sighting);
    wakeFor(sighting.bucketStart(), wakeAt, wake);
  }

  @OnTimer("announce")
  public void announce(
      @StateId("desk") ValueState<DeskState> state,
      @StateId("arrived") BagState<Sighting> arrived,
      MultiOutputReceiver out) {
    take(state, arrived, Long.MIN_VALUE, out);
  }

  @OnTimer("wake")
  public void wake(
      @StateId("desk") ValueState<DeskState> state,
      @StateId("arrived") BagState<Sighting> arrived,
      @StateId("wakeAt") ValueState<Long> wakeAt,
      @TimerId("wake") Timer wake,
      MultiOutputReceiver out) {
    // What leaves at the time of the watermark itself may be on its way.
    long openSince = gate.openSince(wake.getCurrentRelativeTime().getMillis() - 1);
    var left = take(state, arrived, openSince, out);
    wakeAt.clear();
    wakeFor(desk.nextChange(left), wakeAt, wake);
  }

  private DeskState take(
      ValueState<DeskState> state,
      BagState<Sighting> arrived,
      long openSince,
      MultiOutputReceiver out) {
    var sightings = new ArrayList<Sighting>();
    arrived.read().forEach(sightings::add);
    arrived.clear();
    var judgement = pause.during(() -> desk.take(known(state), sightings, openSince));
    state.write(judgement.state());
    DetectSpikes.give(judgement, out);
    return judgement.state();
  }

  private static DeskState known(ValueState<DeskState> state) {
    var known = state.read();
    return known == null ? DeskState.EMPTY : known;
  }

  private void wakeFor(long bucketStart, ValueState<Long> wakeAt, Timer wake) {
    if (bucketStart == Long.MAX_VALUE) {
      return;
    }
    long time = gate.closeOf(bucketStart) + 1;
    var set = wakeAt.read();
    if (set == null || time < set) {
      wakeAt.write(time);
      wake.set(new Instant(time));
    }
  }

  /** Rows leave at the time of their bucket, though it closes later. */
  @Override
  @Deprecated
  public Duration getAllowedTimestampSkew() {
    return Duration.millis(Long.MAX_VALUE);
  }
}
