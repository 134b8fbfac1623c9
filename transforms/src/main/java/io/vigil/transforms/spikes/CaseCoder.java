package io.vigil.transforms.spikes;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.BooleanCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** Writes cases; their version is that of the desk that they lie on. */
final class CaseCoder extends AtomicCoder<Case> {

  private static final long serialVersionUID = 1;
  private static final CaseCoder INSTANCE = new CaseCoder();
  private static final Coder<List<Evidence>> EVIDENCE = ListCoder.of(EvidenceCoder.of());
  private static final Coder<Long> WHOLE = VarLongCoder.of();

  private CaseCoder() {}

  static CaseCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(Case it, OutputStream out) throws IOException {
    SpikeKeyCoder.of().encode(it.key(), out);
    WHOLE.encode(it.start(), out);
    WHOLE.encode(it.alarmedAt(), out);
    BooleanCoder.of().encode(it.isFraud(), out);
    SightingCoder.of().encode(it.last(), out);
    EVIDENCE.encode(new ArrayList<>(it.evidence().values()), out);
    WHOLE.encode(it.spikes(), out);
    VarIntCoder.of().encode(it.peak().size(), out);
    for (var peak : it.peak().entrySet()) {
      StringUtf8Coder.of().encode(peak.getKey(), out);
      WHOLE.encode(peak.getValue().count(), out);
      WHOLE.encode(peak.getValue().bucketStart(), out);
    }
  }

  @Override
  public Case decode(InputStream in) throws IOException {
    var key = SpikeKeyCoder.of().decode(in);
    long start = WHOLE.decode(in);
    long alarmedAt = WHOLE.decode(in);
    boolean isFraud = BooleanCoder.of().decode(in);
    var last = SightingCoder.of().decode(in);
    var evidence = new TreeMap<String, Evidence>();
    EVIDENCE.decode(in).forEach(it -> evidence.put(it.signal(), it));
    long spikes = WHOLE.decode(in);
    var peak = new TreeMap<String, Case.Peak>();
    for (int left = VarIntCoder.of().decode(in); left > 0; left--) {
      var signal = StringUtf8Coder.of().decode(in);
      peak.put(signal, new Case.Peak(WHOLE.decode(in), WHOLE.decode(in)));
    }
    return new Case(key, start, alarmedAt, isFraud, last, evidence, spikes, peak);
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
