package io.vigil.transforms.spikes;

import io.vigil.schemas.Spike;
import io.vigil.transforms.signals.SignalTallyCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.BooleanCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.DoubleCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** Writes sightings. */
public final class SightingCoder extends AtomicCoder<Sighting> {

  private static final long serialVersionUID = 1;
  private static final SightingCoder INSTANCE = new SightingCoder();
  private static final int VERSION = 1;
  private static final Coder<Long> WHOLE = VarLongCoder.of();
  private static final Coder<Double> REAL = DoubleCoder.of();

  private SightingCoder() {}

  public static SightingCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(Sighting it, OutputStream out) throws IOException {
    out.write(VERSION);
    SpikeKeyCoder.of().encode(it.key(), out);
    WHOLE.encode(it.bucketStart(), out);
    WHOLE.encode(it.bucketEnd(), out);
    encode(it.evidence(), out);
    SignalTallyCoder.of().encode(it.bucket(), out);
    WHOLE.encode(it.episodeStart(), out);
    SignalTallyCoder.of().encode(it.episode(), out);
    REAL.encode(it.expectedAttempts(), out);
    WHOLE.encode(it.alarmedAt(), out);
    StringUtf8Coder.of().encode(it.state().name(), out);
    WHOLE.encode(it.facts(), out);
    BooleanCoder.of().encode(it.isFinal(), out);
  }

  @Override
  public Sighting decode(InputStream in) throws IOException {
    int version = in.read();
    if (version != VERSION) {
      throw new IOException("a sighting of version " + version + "; this build reads " + VERSION);
    }
    return new Sighting(
        SpikeKeyCoder.of().decode(in),
        WHOLE.decode(in),
        WHOLE.decode(in),
        evidence(in),
        SignalTallyCoder.of().decode(in),
        WHOLE.decode(in),
        SignalTallyCoder.of().decode(in),
        REAL.decode(in),
        WHOLE.decode(in),
        Spike.State.valueOf(StringUtf8Coder.of().decode(in)),
        WHOLE.decode(in),
        BooleanCoder.of().decode(in));
  }

  static void encode(List<Evidence> evidence, OutputStream out) throws IOException {
    VarIntCoder.of().encode(evidence.size(), out);
    for (var it : evidence) {
      StringUtf8Coder.of().encode(it.signal(), out);
      WHOLE.encode(it.spanMillis(), out);
      WHOLE.encode(it.observed(), out);
      WHOLE.encode(it.attempts(), out);
      REAL.encode(it.expected(), out);
      REAL.encode(it.probability(), out);
      WHOLE.encode(it.threshold(), out);
    }
  }

  static List<Evidence> evidence(InputStream in) throws IOException {
    int size = VarIntCoder.of().decode(in);
    var evidence = new ArrayList<Evidence>(size);
    while (evidence.size() < size) {
      evidence.add(
          new Evidence(
              StringUtf8Coder.of().decode(in),
              WHOLE.decode(in),
              WHOLE.decode(in),
              WHOLE.decode(in),
              REAL.decode(in),
              REAL.decode(in),
              WHOLE.decode(in)));
    }
    return evidence;
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
