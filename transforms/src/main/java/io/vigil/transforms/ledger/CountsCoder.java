package io.vigil.transforms.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** Writes counts. */
public final class CountsCoder extends AtomicCoder<Counts> {

  private static final long serialVersionUID = 1;
  private static final CountsCoder INSTANCE = new CountsCoder();
  private static final VarLongCoder WHOLE = VarLongCoder.of();

  private CountsCoder() {}

  public static CountsCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(Counts counts, OutputStream out) throws IOException {
    WHOLE.encode(counts.read(), out);
    WHOLE.encode(counts.accepted(), out);
    WHOLE.encode(counts.duplicates(), out);
    WHOLE.encode(counts.deadLetters(), out);
    WHOLE.encode(counts.late(), out);
    WHOLE.encode(counts.skipped(), out);
  }

  @Override
  public Counts decode(InputStream in) throws IOException {
    return decode(in, true);
  }

  /**
   * @param hasSkipped not if it was written before records could be skipped
   */
  static Counts decode(InputStream in, boolean hasSkipped) throws IOException {
    return new Counts(
        WHOLE.decode(in),
        WHOLE.decode(in),
        WHOLE.decode(in),
        WHOLE.decode(in),
        WHOLE.decode(in),
        hasSkipped ? WHOLE.decode(in) : 0);
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
