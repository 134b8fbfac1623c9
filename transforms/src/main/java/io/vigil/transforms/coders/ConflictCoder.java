package io.vigil.transforms.coders;

import io.vigil.transforms.screen.Conflict;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;

/** Writes conflicts. */
public final class ConflictCoder extends AtomicCoder<Conflict> {

  private static final long serialVersionUID = 1;
  private static final ConflictCoder INSTANCE = new ConflictCoder();

  private ConflictCoder() {}

  public static ConflictCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(Conflict conflict, OutputStream out) throws IOException {
    StringUtf8Coder.of().encode(conflict.transactionId(), out);
    VarIntCoder.of().encode(conflict.contents(), out);
    SourcePositionCoder.of().encode(conflict.source(), out);
  }

  @Override
  public Conflict decode(InputStream in) throws IOException {
    return new Conflict(
        StringUtf8Coder.of().decode(in),
        VarIntCoder.of().decode(in),
        SourcePositionCoder.of().decode(in));
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
