package io.vigil.transforms;

import io.vigil.schemas.Spike;
import io.vigil.transforms.spikes.Desk;
import io.vigil.transforms.spikes.DeskState;
import io.vigil.transforms.spikes.DeskStateCoder;
import io.vigil.transforms.spikes.Sighting;
import java.util.List;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
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
 * Carries the {@link Desk} over a bounded input: sightings come in the order of their buckets, so
 * each closes all buckets before its own.
 */
final class FindIncidentsSortedFn extends DoFn<KV<Integer, Sighting>, Spike> {

  private static final long serialVersionUID = 1;

  @StateId("desk")
  private final StateSpec<ValueState<DeskState>> deskSpec = StateSpecs.value(DeskStateCoder.of());

  @TimerId("end")
  private final TimerSpec endSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  private final Desk desk;

  FindIncidentsSortedFn(Desk desk) {
    this.desk = desk;
  }

  @RequiresTimeSortedInput
  @ProcessElement
  public void process(
      @Element KV<Integer, Sighting> element,
      @Timestamp Instant closed,
      @StateId("desk") ValueState<DeskState> state,
      @TimerId("end") Timer end,
      MultiOutputReceiver out) {
    var sighting = element.getValue();
    take(List.of(sighting), sighting.bucketStart(), state, out);
    end.withOutputTimestamp(closed).set(DetectSpikes.END);
  }

  @OnTimer("end")
  public void end(@StateId("desk") ValueState<DeskState> state, MultiOutputReceiver out) {
    take(List.of(), BoundedWindow.TIMESTAMP_MAX_VALUE.getMillis(), state, out);
  }

  private void take(
      List<Sighting> sightings,
      long closedBefore,
      ValueState<DeskState> state,
      MultiOutputReceiver out) {
    var known = state.read();
    var judgement = desk.take(known == null ? DeskState.EMPTY : known, sightings, closedBefore);
    state.write(judgement.state());
    DetectSpikes.give(judgement, out);
  }

  /** Rows leave at the time of their bucket, which lies before what closes it. */
  @Override
  @Deprecated
  public Duration getAllowedTimestampSkew() {
    return Duration.millis(Long.MAX_VALUE);
  }
}
