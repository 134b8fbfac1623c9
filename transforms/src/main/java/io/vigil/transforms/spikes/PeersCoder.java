package io.vigil.transforms.spikes;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** Writes what all transactions are like. */
public final class PeersCoder extends AtomicCoder<Peers> {

  private static final long serialVersionUID = 1;
  private static final PeersCoder INSTANCE = new PeersCoder();
  private static final int VERSION = 1;

  private PeersCoder() {}

  public static PeersCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(Peers peers, OutputStream out) throws IOException {
    out.write(VERSION);
    VarLongCoder.of().encode(peers.historyStart(), out);
    VarIntCoder.of().encode(peers.hours().size(), out);
    for (var hour : peers.hours().entrySet()) {
      VarLongCoder.of().encode(hour.getKey(), out);
      HourCountCoder.of().encode(hour.getValue(), out);
    }
  }

  @Override
  public Peers decode(InputStream in) throws IOException {
    int version = in.read();
    if (version != VERSION) {
      throw new IOException("peers of version " + version + "; this build reads " + VERSION);
    }
    long historyStart = VarLongCoder.of().decode(in);
    var hours = new TreeMap<Long, HourCount>();
    for (int left = VarIntCoder.of().decode(in); left > 0; left--) {
      long hour = VarLongCoder.of().decode(in);
      hours.put(hour, HourCountCoder.of().decode(in));
    }
    return Peers.of(historyStart, hours);
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
