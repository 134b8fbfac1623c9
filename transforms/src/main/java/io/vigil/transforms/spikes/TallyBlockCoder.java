package io.vigil.transforms.spikes;

import io.vigil.transforms.signals.SignalTally;
import io.vigil.transforms.signals.SignalTallyCoder;
import io.vigil.transforms.spikes.TallyBlock.Entry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** Writes blocks of tallies. */
public final class TallyBlockCoder extends AtomicCoder<TallyBlock> {

  private static final long serialVersionUID = 1;
  private static final TallyBlockCoder INSTANCE = new TallyBlockCoder();

  private TallyBlockCoder() {}

  public static TallyBlockCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(TallyBlock block, OutputStream out) throws IOException {
    VarIntCoder.of().encode(block.all().size(), out);
    for (var hour : block.all().entrySet()) {
      VarLongCoder.of().encode(hour.getKey(), out);
      SignalTallyCoder.of().encode(hour.getValue(), out);
    }
    VarIntCoder.of().encode(block.entries().size(), out);
    for (var entry : block.entries()) {
      SpikeKeyCoder.of().encode(entry.key(), out);
      VarLongCoder.of().encode(entry.bucketStart(), out);
      SignalTallyCoder.of().encode(entry.tally(), out);
    }
  }

  @Override
  public TallyBlock decode(InputStream in) throws IOException {
    var all = new TreeMap<Long, SignalTally>();
    for (int left = VarIntCoder.of().decode(in); left > 0; left--) {
      long hour = VarLongCoder.of().decode(in);
      all.put(hour, SignalTallyCoder.of().decode(in));
    }
    int size = VarIntCoder.of().decode(in);
    var entries = new ArrayList<Entry>(size);
    while (entries.size() < size) {
      entries.add(
          new Entry(
              SpikeKeyCoder.of().decode(in),
              VarLongCoder.of().decode(in),
              SignalTallyCoder.of().decode(in)));
    }
    return new TallyBlock(Collections.unmodifiableSortedMap(all), entries);
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
