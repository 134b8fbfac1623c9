package io.vigil.transforms.spikes;

import io.vigil.transforms.signals.Distinct;
import io.vigil.transforms.signals.Money;
import io.vigil.transforms.signals.Sample;
import io.vigil.transforms.signals.SignalCount;
import io.vigil.transforms.signals.SignalTally;
import io.vigil.transforms.signals.SignalTallyCoder;
import io.vigil.transforms.signals.Times;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.AtomicCoder;

/** Writes what was counted in an hour, as a tally that knows no more. */
public final class HourCountCoder extends AtomicCoder<HourCount> {

  private static final long serialVersionUID = 1;
  private static final HourCountCoder INSTANCE = new HourCountCoder();

  private HourCountCoder() {}

  public static HourCountCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(HourCount count, OutputStream out) throws IOException {
    var signals = new TreeMap<String, SignalCount>();
    count
        .signals()
        .forEach(
            (name, signal) ->
                signals.put(
                    name,
                    new SignalCount(signal.count(), signal.cards(), Times.none(), Sample.none())));
    SignalTallyCoder.of()
        .encode(
            new SignalTally(
                count.attempts(),
                0,
                Money.none(),
                Money.none(),
                count.amounts(),
                Distinct.none(),
                Distinct.none(),
                0,
                signals),
            out);
  }

  @Override
  public HourCount decode(InputStream in) throws IOException {
    var tally = SignalTallyCoder.of().decode(in);
    var signals = new TreeMap<String, HourCount.Signal>();
    tally
        .signals()
        .forEach((name, it) -> signals.put(name, new HourCount.Signal(it.count(), it.cards())));
    return new HourCount(tally.attempts(), signals, tally.amounts());
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
