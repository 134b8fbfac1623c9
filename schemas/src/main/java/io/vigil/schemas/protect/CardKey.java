package io.vigil.schemas.protect;

import java.io.Serializable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The secret of the {@linkplain Pseudonyms pseudonyms}. It never shows itself: its text form is
 * {@code ***}. Workers get it within the steps that need it, and so it is in the job that a cluster
 * is given; it is in no checkpoint, option, log or plan.
 */
public final class CardKey implements Serializable {

  /** As long as the hash: a shorter key is easier to guess than the hash is to break. */
  public static final int FEWEST_BYTES = 32;

  /** A random key of that length has about 30 different bytes; a repeated word has few. */
  private static final int FEWEST_DIFFERENT = 10;

  private static final long serialVersionUID = 1;

  private final byte[] secret;

  private CardKey(byte[] secret) {
    this.secret = secret;
  }

  /**
   * Takes a secret.
   *
   * @throws IllegalArgumentException if it is too short or too plain to be one, with the reason,
   *     but not the secret
   */
  public static CardKey of(byte[] secret) {
    if (secret.length < FEWEST_BYTES) {
      throw new IllegalArgumentException(
          "a key of %d bytes is too short; it takes %d or more"
              .formatted(secret.length, FEWEST_BYTES));
    }
    var seen = new boolean[1 << Byte.SIZE];
    int different = 0;
    for (byte it : secret) {
      if (!seen[it & 0xff]) {
        seen[it & 0xff] = true;
        different++;
      }
    }
    if (different < FEWEST_DIFFERENT) {
      throw new IllegalArgumentException(
          "a key of %d different bytes is no random one".formatted(different));
    }
    return new CardKey(secret.clone());
  }

  byte[] reveal() {
    return secret;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CardKey that && Arrays.equals(secret, that.secret);
  }

  @Override
  public int hashCode() {
    return CardKey.class.hashCode();
  }

  @Override
  public String toString() {
    return "***";
  }
}
