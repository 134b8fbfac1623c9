package io.vigil.pipelines.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.coders.VarIntCoder;

/** Writes blocks, with a version in front: savepoints hold them. */
final class BlockCoder extends AtomicCoder<Block> {

  private static final long serialVersionUID = 1;
  private static final BlockCoder INSTANCE = new BlockCoder();
  private static final int VERSION = 1;

  private BlockCoder() {}

  static BlockCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(Block block, OutputStream out) throws IOException {
    out.write(VERSION);
    VarIntCoder.of().encode(block.records(), out);
    ByteArrayCoder.of().encode(block.rows(), out);
  }

  @Override
  public Block decode(InputStream in) throws IOException {
    int version = in.read();
    if (version != VERSION) {
      throw new CoderException("blocks of version " + version + " need another Vigil");
    }
    return new Block(VarIntCoder.of().decode(in), ByteArrayCoder.of().decode(in));
  }
}
