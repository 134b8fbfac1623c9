package io.vigil.transforms.spikes;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.BooleanCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.MapCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** Writes cases. */
final class CaseCoder extends AtomicCoder<Case> {

  private static final long serialVersionUID = 1;
  private static final CaseCoder INSTANCE = new CaseCoder();
  private static final int VERSION = 1;
  private static final Coder<Long> WHOLE = VarLongCoder.of();
  private static final Coder<Map<String, Long>> COUNTS = MapCoder.of(StringUtf8Coder.of(), WHOLE);

  private CaseCoder() {}

  static CaseCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(Case it, OutputStream out) throws IOException {
    out.write(VERSION);
    SpikeKeyCoder.of().encode(it.key(), out);
    WHOLE.encode(it.start(), out);
    WHOLE.encode(it.alarmedAt(), out);
    BooleanCoder.of().encode(it.isFraud(), out);
    SightingCoder.of().encode(it.last(), out);
    SightingCoder.encode(new ArrayList<>(it.evidence().values()), out);
    WHOLE.encode(it.spikes(), out);
    var counts = new TreeMap<String, Long>();
    var starts = new TreeMap<String, Long>();
    it.peak()
        .forEach(
            (name, peak) -> {
              counts.put(name, peak.count());
              starts.put(name, peak.bucketStart());
            });
    COUNTS.encode(counts, out);
    COUNTS.encode(starts, out);
    COUNTS.encode(it.cards(), out);
  }

  @Override
  public Case decode(InputStream in) throws IOException {
    int version = in.read();
    if (version != VERSION) {
      throw new IOException("a case of version " + version + "; this build reads " + VERSION);
    }
    var key = SpikeKeyCoder.of().decode(in);
    long start = WHOLE.decode(in);
    long alarmedAt = WHOLE.decode(in);
    boolean isFraud = BooleanCoder.of().decode(in);
    var last = SightingCoder.of().decode(in);
    var evidence = new TreeMap<String, Evidence>();
    SightingCoder.evidence(in).forEach(it -> evidence.put(it.signal(), it));
    long spikes = WHOLE.decode(in);
    var starts = new TreeMap<String, Long>();
    var counts = COUNTS.decode(in);
    starts.putAll(COUNTS.decode(in));
    var peak = new TreeMap<String, Case.Peak>();
    starts.forEach((name, at) -> peak.put(name, new Case.Peak(counts.getOrDefault(name, 0L), at)));
    var cards = new TreeMap<>(COUNTS.decode(in));
    return new Case(key, start, alarmedAt, isFraud, last, evidence, spikes, peak, cards);
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
