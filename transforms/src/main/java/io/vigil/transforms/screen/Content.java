package io.vigil.transforms.screen;

import io.vigil.schemas.Transaction;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HexFormat;
import org.apache.datasketches.hash.MurmurHash3;
import org.jspecify.annotations.Nullable;

/**
 * Identifies what a transaction says, wherever it was read: two transactions have the same content
 * if all their fields are equal but for the source position. It is a hash of 128 bits, which is
 * kept in state, so neither the hash (MurmurHash3 x64-128, seed 0) nor the bytes that go into it
 * may ever change.
 *
 * <p>By chance, two of a billion different transactions collide with a probability of 10<sup>-21
 * </sup>. It is no defence against somebody who chooses whole records on purpose.
 */
public record Content(long high, long low) implements Comparable<Content> {

  private static final HexFormat HEX = HexFormat.of();
  private static final long SEED = 0;
  private static final int LONGEST_CHAR = 3;
  private static final int NUMBERS = 64;
  private static final int ABSENT = -1;
  private static final Comparator<Content> ORDER =
      Comparator.comparingLong(Content::high).thenComparingLong(Content::low);

  /** The content of a transaction. */
  public static Content of(Transaction it) {
    var bytes = ByteBuffer.allocate(longest(it));
    put(bytes, it.transactionId());
    bytes.putLong(it.eventTime());
    put(bytes, it.cardId());
    put(bytes, it.merchantId());
    bytes.putLong(it.amount());
    put(bytes, it.currency());
    put(bytes, it.country());
    put(bytes, it.status());
    put(bytes, it.category());
    var score = it.riskScore();
    bytes.put((byte) (score == null ? 0 : 1));
    // Adding zero makes 0.0 of -0.0, which is the same number and the same content.
    bytes.putLong(score == null ? 0 : Double.doubleToLongBits(score + 0.0));
    // Without one nothing is added: what was hashed before there were issuers keeps its hash.
    if (it.issuer() != null) {
      put(bytes, it.issuer());
    }
    var hash = MurmurHash3.hash(bytes.array(), 0, bytes.position(), SEED);
    return new Content(hash[0], hash[1]);
  }

  /** Puts the length first, so that no two lists of texts give the same bytes. */
  private static void put(ByteBuffer bytes, @Nullable String text) {
    if (text == null) {
      bytes.putInt(ABSENT);
    } else {
      var encoded = text.getBytes(StandardCharsets.UTF_8);
      bytes.putInt(encoded.length).put(encoded);
    }
  }

  private static int longest(Transaction it) {
    int chars =
        it.transactionId().length()
            + it.cardId().length()
            + it.merchantId().length()
            + it.currency().length()
            + length(it.country())
            + length(it.status())
            + length(it.category())
            + length(it.issuer());
    return NUMBERS + LONGEST_CHAR * chars;
  }

  private static int length(@Nullable String text) {
    return text == null ? 0 : text.length();
  }

  /** Some order that is always the same. */
  @Override
  public int compareTo(Content other) {
    return ORDER.compare(this, other);
  }

  /** In hexadecimal digits. */
  @Override
  public String toString() {
    return HEX.toHexDigits(high) + HEX.toHexDigits(low);
  }
}
