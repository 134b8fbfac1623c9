package io.vigil.transforms.spikes;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.DoubleCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** Writes evidence; its version is that of what it stands in. */
final class EvidenceCoder extends AtomicCoder<Evidence> {

  private static final long serialVersionUID = 1;
  private static final EvidenceCoder INSTANCE = new EvidenceCoder();

  private EvidenceCoder() {}

  static EvidenceCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(Evidence it, OutputStream out) throws IOException {
    StringUtf8Coder.of().encode(it.signal(), out);
    VarLongCoder.of().encode(it.spanMillis(), out);
    VarLongCoder.of().encode(it.observed(), out);
    DoubleCoder.of().encode(it.expected(), out);
    DoubleCoder.of().encode(it.probability(), out);
    VarLongCoder.of().encode(it.threshold(), out);
  }

  @Override
  public Evidence decode(InputStream in) throws IOException {
    return new Evidence(
        StringUtf8Coder.of().decode(in),
        VarLongCoder.of().decode(in),
        VarLongCoder.of().decode(in),
        DoubleCoder.of().decode(in),
        DoubleCoder.of().decode(in),
        VarLongCoder.of().decode(in));
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
