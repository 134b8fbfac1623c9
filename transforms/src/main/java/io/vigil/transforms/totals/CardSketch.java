package io.vigil.transforms.totals;

import java.util.Arrays;
import org.apache.datasketches.hll.HllSketch;
import org.apache.datasketches.hll.TgtHllType;
import org.apache.datasketches.hll.Union;
import org.apache.datasketches.memory.Memory;
import org.jspecify.annotations.Nullable;

/**
 * A set of cards of which only the size can be asked, approximately. Immutable.
 *
 * <p>It is a HyperLogLog sketch of Apache DataSketches with 2<sup>12</sup> registers: exact to well
 * within one card up to some hundreds of cards, then with a standard error of 1.04/√4096 = 1.6 %
 * (Flajolet, Fusy, Gandouet, Meunier: HyperLogLog, 2007). It takes 4 KiB at the most, and little
 * for few cards.
 *
 * <p>The estimate is a function of the set alone, whatever the order in which cards came and
 * sketches were merged: it uses the library's composite estimator, which reads only the registers,
 * and not its default one, which remembers the order of updates.
 */
public final class CardSketch {

  private static final int LG_REGISTERS = 12;

  private final byte[] bytes;

  private CardSketch(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Collects cards into a sketch; belongs to one thread. */
  public static final class Builder {
    private final HllSketch sketch = new HllSketch(LG_REGISTERS, TgtHllType.HLL_8);

    public void add(String cardId) {
      sketch.update(cardId);
    }

    public CardSketch build() {
      return new CardSketch(sketch.toCompactByteArray());
    }
  }

  /** The sketch of the cards of both. */
  public CardSketch union(CardSketch other) {
    var union = new Union(LG_REGISTERS);
    union.update(read());
    union.update(other.read());
    return new CardSketch(union.getResult(TgtHllType.HLL_8).toCompactByteArray());
  }

  /** About how many different cards there are. */
  public long estimate() {
    return Math.round(read().getCompositeEstimate());
  }

  byte[] toBytes() {
    return bytes;
  }

  static CardSketch fromBytes(byte[] bytes) {
    return new CardSketch(bytes);
  }

  private HllSketch read() {
    return HllSketch.wrap(Memory.wrap(bytes));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CardSketch that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }
}
