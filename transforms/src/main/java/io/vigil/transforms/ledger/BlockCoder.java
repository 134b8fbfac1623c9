package io.vigil.transforms.ledger;

import io.vigil.schemas.SourcePosition;
import io.vigil.transforms.coders.SourcePositionCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;

/** Writes blocks, the same block always as the same bytes. */
public final class BlockCoder extends AtomicCoder<Block> {

  private static final long serialVersionUID = 1;
  private static final BlockCoder INSTANCE = new BlockCoder();

  private BlockCoder() {}

  public static BlockCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(Block block, OutputStream out) throws IOException {
    var first = new SourcePosition(block.source(), block.partition(), block.start());
    SourcePositionCoder.of().encode(first, out);
  }

  @Override
  public Block decode(InputStream in) throws IOException {
    var first = SourcePositionCoder.of().decode(in);
    return new Block(first.source(), first.partition(), first.offset());
  }

  @Override
  public void verifyDeterministic() {}

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
