package io.vigil.transforms.signals;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.BigEndianLongCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;

/**
 * Writes tallies. The first byte is the version of the format; numbers take as many bytes as they
 * need, and hashes eight.
 *
 * <p>The tally of one ordinary payment takes 37 bytes; one of a key with more than 256 cards and
 * merchants 4.2 KB, and 0.3 to 3 KB more for each signal.
 */
public final class SignalTallyCoder extends AtomicCoder<SignalTally> {

  private static final long serialVersionUID = 1;
  private static final SignalTallyCoder INSTANCE = new SignalTallyCoder();
  private static final int VERSION = 1;

  private SignalTallyCoder() {}

  public static SignalTallyCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(SignalTally tally, OutputStream out) throws IOException {
    out.write(VERSION);
    number(tally.attempts(), out);
    number(tally.approved(), out);
    encode(tally.approvedMoney(), out);
    encode(tally.declinedMoney(), out);
    encode(tally.amounts(), out);
    encode(tally.cards(), out);
    encode(tally.merchants(), out);
    BigEndianLongCoder.of().encode(tally.lastTime(), out);
    size(tally.signals().size(), out);
    for (var signal : tally.signals().entrySet()) {
      StringUtf8Coder.of().encode(signal.getKey(), out);
      encode(signal.getValue(), out);
    }
  }

  @Override
  public SignalTally decode(InputStream in) throws IOException {
    int version = in.read();
    if (version != VERSION) {
      throw new IOException("a tally of version " + version + "; this build reads " + VERSION);
    }
    return new SignalTally(
        number(in),
        number(in),
        money(in),
        money(in),
        amounts(in),
        distinct(in),
        distinct(in),
        BigEndianLongCoder.of().decode(in),
        signals(in));
  }

  private static SortedMap<String, SignalCount> signals(InputStream in) throws IOException {
    var signals = new TreeMap<String, SignalCount>();
    for (int left = size(in); left > 0; left--) {
      var name = StringUtf8Coder.of().decode(in);
      signals.put(name, new SignalCount(number(in), distinct(in), times(in), sample(in)));
    }
    return signals;
  }

  private static void encode(SignalCount count, OutputStream out) throws IOException {
    number(count.count(), out);
    encode(count.cards(), out);
    encode(count.times(), out);
    size(count.sample().ids().size(), out);
    for (var id : count.sample().ids()) {
      StringUtf8Coder.of().encode(id, out);
    }
  }

  private static Sample sample(InputStream in) throws IOException {
    var ids = new ArrayList<String>();
    for (int left = size(in); left > 0; left--) {
      ids.add(StringUtf8Coder.of().decode(in));
    }
    return ids.isEmpty() ? Sample.none() : new Sample(ids);
  }

  private static void encode(Money money, OutputStream out) throws IOException {
    size(money.byCurrency().size(), out);
    for (var sum : money.byCurrency().entrySet()) {
      StringUtf8Coder.of().encode(sum.getKey(), out);
      number(sum.getValue(), out);
    }
  }

  private static Money money(InputStream in) throws IOException {
    var sums = new TreeMap<String, Long>();
    for (int left = size(in); left > 0; left--) {
      var currency = StringUtf8Coder.of().decode(in);
      sums.put(currency, number(in));
    }
    return sums.isEmpty() ? Money.none() : new Money(sums);
  }

  private static void encode(AmountBins bins, OutputStream out) throws IOException {
    size(bins.length(), out);
    for (int bin = 0; bin < bins.length(); bin++) {
      number(bins.get(bin), out);
    }
  }

  private static AmountBins amounts(InputStream in) throws IOException {
    var counts = new long[size(in)];
    for (int bin = 0; bin < counts.length; bin++) {
      counts[bin] = number(in);
    }
    return AmountBins.of(counts);
  }

  private static void encode(Distinct distinct, OutputStream out) throws IOException {
    size(distinct.hashes().length, out);
    for (long hash : distinct.hashes()) {
      BigEndianLongCoder.of().encode(hash, out);
    }
  }

  private static Distinct distinct(InputStream in) throws IOException {
    var hashes = new long[size(in)];
    for (int i = 0; i < hashes.length; i++) {
      hashes[i] = BigEndianLongCoder.of().decode(in);
    }
    return Distinct.ofHashes(hashes);
  }

  /** The first time, and then how long each came after the one before it. */
  private static void encode(Times times, OutputStream out) throws IOException {
    size(times.size(), out);
    long before = 0;
    for (int i = 0; i < times.size(); i++) {
      number(times.get(i) - before, out);
      before = times.get(i);
    }
  }

  private static Times times(InputStream in) throws IOException {
    var times = new long[size(in)];
    long before = 0;
    for (int i = 0; i < times.length; i++) {
      before += number(in);
      times[i] = before;
    }
    return Times.of(times);
  }

  private static void number(long number, OutputStream out) throws IOException {
    VarLongCoder.of().encode(number, out);
  }

  private static long number(InputStream in) throws IOException {
    return VarLongCoder.of().decode(in);
  }

  private static void size(int size, OutputStream out) throws IOException {
    VarIntCoder.of().encode(size, out);
  }

  private static int size(InputStream in) throws IOException {
    return VarIntCoder.of().decode(in);
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
