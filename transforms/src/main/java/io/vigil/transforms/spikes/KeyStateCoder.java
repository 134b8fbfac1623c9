package io.vigil.transforms.spikes;

import io.vigil.transforms.signals.SignalTally;
import io.vigil.transforms.signals.SignalTallyCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.DoubleCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** Writes what the closed buckets of a key have left behind. */
public final class KeyStateCoder extends AtomicCoder<KeyState> {

  private static final long serialVersionUID = 1;
  private static final KeyStateCoder INSTANCE = new KeyStateCoder();
  private static final int VERSION = 1;
  private static final Coder<Long> WHOLE = VarLongCoder.of();
  private static final Coder<Double> REAL = DoubleCoder.of();

  private KeyStateCoder() {}

  public static KeyStateCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(KeyState state, OutputStream out) throws IOException {
    out.write(VERSION);
    WHOLE.encode(state.nextBucket(), out);
    VarIntCoder.of().encode(state.recent().size(), out);
    for (var bucket : state.recent().entrySet()) {
      WHOLE.encode(bucket.getKey(), out);
      SignalTallyCoder.of().encode(bucket.getValue(), out);
    }
    encode(state.learned(), out);
    WHOLE.encode(state.exceptFrom(), out);
    WHOLE.encode(state.exceptUntil(), out);
    var episode = state.episode();
    out.write(episode == null ? 0 : 1);
    if (episode != null) {
      WHOLE.encode(episode.start(), out);
      WHOLE.encode(episode.lastEnd(), out);
      SignalTallyCoder.of().encode(episode.tally(), out);
      REAL.encode(episode.hourly(), out);
    }
  }

  @Override
  public KeyState decode(InputStream in) throws IOException {
    int version = in.read();
    if (version != VERSION) {
      throw new IOException(
          "the state of a key of version " + version + "; this build reads " + VERSION);
    }
    long nextBucket = WHOLE.decode(in);
    var recent = new TreeMap<Long, SignalTally>();
    for (int left = VarIntCoder.of().decode(in); left > 0; left--) {
      long start = WHOLE.decode(in);
      recent.put(start, SignalTallyCoder.of().decode(in));
    }
    var learned = learned(in);
    long exceptFrom = WHOLE.decode(in);
    long exceptUntil = WHOLE.decode(in);
    boolean hasEpisode = in.read() == 1;
    var episode =
        hasEpisode
            ? new Episode(
                WHOLE.decode(in),
                WHOLE.decode(in),
                SignalTallyCoder.of().decode(in),
                REAL.decode(in))
            : null;
    return new KeyState(nextBucket, recent, learned, exceptFrom, exceptUntil, episode);
  }

  private static void encode(Learned learned, OutputStream out) throws IOException {
    WHOLE.encode(learned.hour(), out);
    HourCountCoder.of().encode(learned.current(), out);
    REAL.encode(learned.hours(), out);
    REAL.encode(learned.attempts(), out);
    REAL.encode(learned.attemptPairs(), out);
    VarIntCoder.of().encode(learned.signals().size(), out);
    for (var signal : learned.signals().entrySet()) {
      StringUtf8Coder.of().encode(signal.getKey(), out);
      REAL.encode(signal.getValue().count(), out);
      REAL.encode(signal.getValue().pairs(), out);
    }
  }

  private static Learned learned(InputStream in) throws IOException {
    long hour = WHOLE.decode(in);
    var current = HourCountCoder.of().decode(in);
    double hours = REAL.decode(in);
    double attempts = REAL.decode(in);
    double attemptPairs = REAL.decode(in);
    var signals = new TreeMap<String, Learned.Sums>();
    for (int left = VarIntCoder.of().decode(in); left > 0; left--) {
      var name = StringUtf8Coder.of().decode(in);
      signals.put(name, new Learned.Sums(REAL.decode(in), REAL.decode(in)));
    }
    return new Learned(hour, current, hours, attempts, attemptPairs, signals);
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
