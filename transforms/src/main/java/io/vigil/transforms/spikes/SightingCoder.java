package io.vigil.transforms.spikes;

import io.vigil.schemas.Spike;
import io.vigil.transforms.signals.SignalTallyCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.BooleanCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.DoubleCoder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** Writes sightings. */
public final class SightingCoder extends AtomicCoder<Sighting> {

  private static final long serialVersionUID = 1;
  private static final SightingCoder INSTANCE = new SightingCoder();
  private static final int VERSION = 1;
  private static final Coder<Long> WHOLE = VarLongCoder.of();
  private static final Coder<Double> REAL = DoubleCoder.of();
  private static final Coder<List<Evidence>> EVIDENCE = ListCoder.of(EvidenceCoder.of());

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
    EVIDENCE.encode(it.evidence(), out);
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
        EVIDENCE.decode(in),
        SignalTallyCoder.of().decode(in),
        WHOLE.decode(in),
        SignalTallyCoder.of().decode(in),
        REAL.decode(in),
        WHOLE.decode(in),
        Spike.State.valueOf(StringUtf8Coder.of().decode(in)),
        WHOLE.decode(in),
        BooleanCoder.of().decode(in));
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
