package io.vigil.transforms.totals;

import io.vigil.schemas.Dimension;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;

/** Writes the keys of totals, the same key always as the same bytes. */
public final class TotalKeyCoder extends AtomicCoder<TotalKey> {

  private static final long serialVersionUID = 1;
  private static final TotalKeyCoder INSTANCE = new TotalKeyCoder();

  private TotalKeyCoder() {}

  public static TotalKeyCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(TotalKey key, OutputStream out) throws IOException {
    StringUtf8Coder.of().encode(key.dimension().name(), out);
    StringUtf8Coder.of().encode(key.key(), out);
    StringUtf8Coder.of().encode(key.currency(), out);
  }

  @Override
  public TotalKey decode(InputStream in) throws IOException {
    return new TotalKey(
        Dimension.valueOf(StringUtf8Coder.of().decode(in)),
        StringUtf8Coder.of().decode(in),
        StringUtf8Coder.of().decode(in));
  }

  @Override
  public void verifyDeterministic() {}

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
