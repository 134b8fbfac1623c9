package io.vigil.schemas.csv;

import java.io.Serializable;

/**
 * How somebody lets a field of CSV hold characters that mean something else.
 *
 * @param quote stands around such a field, and twice for itself within; {@link #NONE} if there is
 *     none
 * @param escape takes the meaning from the character behind it; {@link #NONE} if there is none
 */
public record Quoting(char quote, char escape) implements Serializable {

  public static final char NONE = 0;

  /** As RFC 4180 has it. */
  public static final Quoting DEFAULT = new Quoting('"', NONE);

  public Quoting {
    if (quote >= 0x80 || escape >= 0x80 || quote != NONE && quote == escape) {
      throw new IllegalArgumentException("two ASCII characters, or none");
    }
  }
}
