package io.vigil.transforms.spikes;

import io.vigil.schemas.Dimension;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;

/** Writes the keys of spikes, the same key always as the same bytes. */
public final class SpikeKeyCoder extends AtomicCoder<SpikeKey> {

  private static final long serialVersionUID = 1;
  private static final SpikeKeyCoder INSTANCE = new SpikeKeyCoder();

  private SpikeKeyCoder() {}

  public static SpikeKeyCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(SpikeKey key, OutputStream out) throws IOException {
    StringUtf8Coder.of().encode(key.dimension().name(), out);
    StringUtf8Coder.of().encode(key.key(), out);
  }

  @Override
  public SpikeKey decode(InputStream in) throws IOException {
    return new SpikeKey(
        Dimension.valueOf(StringUtf8Coder.of().decode(in)), StringUtf8Coder.of().decode(in));
  }

  @Override
  public void verifyDeterministic() {}

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
