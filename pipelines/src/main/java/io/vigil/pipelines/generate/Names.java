package io.vigil.pipelines.generate;

import java.nio.charset.StandardCharsets;

/** The ids of cards, merchants and transactions, and the names of files. */
final class Names {

  private static final int DIGITS = 8;
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private Names() {}

  /** The prefix with eight digits behind it. */
  static String numbered(String prefix, int number) {
    int start = prefix.length();
    var name = new byte[start + DIGITS];
    for (int i = 0; i < start; i++) {
      name[i] = (byte) prefix.charAt(i);
    }
    int rest = number;
    for (int i = name.length - 1; i >= start; i--) {
      name[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    return new String(name, StandardCharsets.ISO_8859_1);
  }

  /** What the file of that number is called, without its extension. */
  static String part(int file) {
    return "part-" + "0".repeat(Math.max(0, 5 - String.valueOf(file).length())) + file;
  }

  /** All bits of the number as 16 characters. */
  static String hex(long number) {
    var name = new byte[16];
    for (int i = 0; i < name.length; i++) {
      name[i] = HEX[(int) (number >>> 60 - 4 * i) & 0xf];
    }
    return new String(name, StandardCharsets.ISO_8859_1);
  }
}
