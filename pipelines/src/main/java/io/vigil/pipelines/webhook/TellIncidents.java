package io.vigil.pipelines.webhook;

import io.vigil.schemas.Incident;
import io.vigil.schemas.Spike.State;
import io.vigil.schemas.avro.RecordTypes;
import io.vigil.transforms.coders.RecordCoder;
import java.io.IOException;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.state.MapState;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.joda.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls a {@link Webhook} for each incident and change of its state, of an unbounded input.
 *
 * <p>Each call is made at least once, in the order of the rows. One that is not taken waits in
 * state, with all behind it, and is tried again after pauses of one second to five minutes, for as
 * long as it takes; so what waits survives a restart. While it waits the job goes on: nobody is
 * called but by the timer, and a call that hangs is given up after five seconds. State: a number
 * for each incident that is not final, and a row for each call that waits.
 */
public final class TellIncidents extends PTransform<PCollection<Incident>, PDone> {

  private static final long serialVersionUID = 1;

  private final Webhook webhook;

  public TellIncidents(Webhook webhook) {
    this.webhook = webhook;
  }

  @Override
  public PDone expand(PCollection<Incident> incidents) {
    incidents
        .apply(
            "InOneLine", WithKeys.<Integer, Incident>of(0).withKeyType(TypeDescriptors.integers()))
        .setCoder(KvCoder.of(VarIntCoder.of(), RecordCoder.of(RecordTypes.INCIDENT)))
        .apply("Call", ParDo.of(new CallFn(webhook)));
    return PDone.in(incidents.getPipeline());
  }

  /** How long to wait before the next try. */
  static Duration pauseAfter(int failures) {
    return Duration.standardSeconds(Math.min(300, 1L << Math.min(failures - 1, 20)));
  }

  private static final class CallFn extends DoFn<KV<Integer, Incident>, Void> {
    private static final long serialVersionUID = 1;
    private static final Logger LOG = LoggerFactory.getLogger(TellIncidents.class);

    @StateId("told")
    private final StateSpec<MapState<String, String>> toldSpec =
        StateSpecs.map(StringUtf8Coder.of(), StringUtf8Coder.of());

    @StateId("waiting")
    private final StateSpec<ValueState<List<Incident>>> waitingSpec =
        StateSpecs.value(ListCoder.of(RecordCoder.of(RecordTypes.INCIDENT)));

    @StateId("failures")
    private final StateSpec<ValueState<Integer>> failuresSpec = StateSpecs.value(VarIntCoder.of());

    @TimerId("again")
    private final TimerSpec againSpec = TimerSpecs.timer(TimeDomain.PROCESSING_TIME);

    private final Webhook webhook;
    private transient HttpClient client;

    CallFn(Webhook webhook) {
      this.webhook = webhook;
    }

    @Setup
    public void setup() {
      client = Webhook.client();
    }

    @ProcessElement
    public void process(
        @Element KV<Integer, Incident> element,
        @StateId("told") MapState<String, String> told,
        @StateId("waiting") ValueState<List<Incident>> waiting,
        @StateId("failures") ValueState<Integer> failures,
        @TimerId("again") Timer again) {
      var incident = element.getValue();
      var id = incident.incidentId();
      var before = told.get(id).read();
      var after = Told.after(before == null ? null : State.valueOf(before), incident);
      if (after.remembered() == null) {
        told.remove(id);
      } else {
        told.put(id, after.remembered().name());
      }
      if (after.isNews()) {
        var calls = new ArrayList<>(read(waiting));
        calls.add(incident);
        if (failures.read() == null) {
          call(calls, waiting, failures, again);
        } else {
          waiting.write(calls);
        }
      }
    }

    @OnTimer("again")
    public void again(
        @StateId("waiting") ValueState<List<Incident>> waiting,
        @StateId("failures") ValueState<Integer> failures,
        @TimerId("again") Timer again) {
      call(read(waiting), waiting, failures, again);
    }

    private void call(
        List<Incident> calls,
        ValueState<List<Incident>> waiting,
        ValueState<Integer> failures,
        Timer again) {
      int taken = 0;
      try {
        for (var incident : calls) {
          webhook.tell(incident, client);
          taken++;
        }
        failures.clear();
        waiting.clear();
      } catch (IOException e) {
        var known = taken > 0 ? null : failures.read();
        int count = known == null ? 1 : known + 1;
        var pause = pauseAfter(count);
        failures.write(count);
        waiting.write(List.copyOf(calls.subList(taken, calls.size())));
        again.offset(pause).setRelative();
        LOG.warn(
            "{} calls of the webhook wait for {} s: {}",
            calls.size() - taken,
            pause.getStandardSeconds(),
            e.getMessage());
      }
    }

    private static List<Incident> read(ValueState<List<Incident>> waiting) {
      var calls = waiting.read();
      return calls == null ? List.of() : calls;
    }
  }
}
