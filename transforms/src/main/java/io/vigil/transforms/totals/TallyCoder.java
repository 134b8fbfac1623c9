package io.vigil.transforms.totals;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** Writes tallies, with the version of the format first, since streams keep them in their state. */
public final class TallyCoder extends AtomicCoder<Tally> {

  private static final long serialVersionUID = 1;
  private static final int VERSION = 1;
  private static final TallyCoder INSTANCE = new TallyCoder();
  private static final VarLongCoder WHOLE = VarLongCoder.of();

  private TallyCoder() {}

  public static TallyCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(Tally tally, OutputStream out) throws IOException {
    out.write(VERSION);
    WHOLE.encode(tally.count(), out);
    WHOLE.encode(tally.declined(), out);
    WHOLE.encode(tally.flagged(), out);
    WHOLE.encode(tally.sumHigh(), out);
    WHOLE.encode(tally.sumLow(), out);
    WHOLE.encode(tally.largest(), out);
    ByteArrayCoder.of().encode(tally.cards().toBytes(), out);
  }

  @Override
  public Tally decode(InputStream in) throws IOException {
    int version = in.read();
    if (version != VERSION) {
      throw new IOException("a tally of version " + version + "; this build reads " + VERSION);
    }
    return new Tally(
        WHOLE.decode(in),
        WHOLE.decode(in),
        WHOLE.decode(in),
        WHOLE.decode(in),
        WHOLE.decode(in),
        WHOLE.decode(in),
        CardSketch.fromBytes(ByteArrayCoder.of().decode(in)));
  }
}
