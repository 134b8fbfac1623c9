package io.vigil.transforms.coders;

import io.vigil.transforms.screen.ChunkKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** Writes the keys of chunks, the same key always as the same bytes. */
public final class ChunkKeyCoder extends AtomicCoder<ChunkKey> {

  private static final long serialVersionUID = 1;
  private static final ChunkKeyCoder INSTANCE = new ChunkKeyCoder();

  private ChunkKeyCoder() {}

  public static ChunkKeyCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(ChunkKey key, OutputStream out) throws IOException {
    StringUtf8Coder.of().encode(key.cardId(), out);
    VarLongCoder.of().encode(key.sliceStart(), out);
    VarIntCoder.of().encode(key.number(), out);
  }

  @Override
  public ChunkKey decode(InputStream in) throws IOException {
    return new ChunkKey(
        StringUtf8Coder.of().decode(in), VarLongCoder.of().decode(in), VarIntCoder.of().decode(in));
  }

  @Override
  public void verifyDeterministic() {}

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
