package io.vigil.transforms.coders;

import io.vigil.schemas.SourcePosition;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** Writes source positions. */
public final class SourcePositionCoder extends AtomicCoder<SourcePosition> {

  private static final long serialVersionUID = 1;
  private static final SourcePositionCoder INSTANCE = new SourcePositionCoder();

  private SourcePositionCoder() {}

  public static SourcePositionCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(SourcePosition position, OutputStream out) throws IOException {
    StringUtf8Coder.of().encode(position.source(), out);
    VarIntCoder.of().encode(position.partition(), out);
    VarLongCoder.of().encode(position.offset(), out);
  }

  @Override
  public SourcePosition decode(InputStream in) throws IOException {
    return new SourcePosition(
        StringUtf8Coder.of().decode(in), VarIntCoder.of().decode(in), VarLongCoder.of().decode(in));
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }

  @Override
  public void verifyDeterministic() {}
}
