package io.vigil.schemas;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Random transactions and random damage, for tests that hold for all of them. */
public final class RandomData {

  private static final List<String> CURRENCIES = List.of("EUR", "USD", "JPY", "KRW", "KWD", "TND");
  private static final String HARD_CHARACTERS =
      "aZ09 ,;\"'\\/\n\r\t#{}[]:\u0001\u007fäß€\uFEFF漢\uFFFF";

  private final Random random;

  public RandomData(long seed) {
    random = new Random(seed);
  }

  /** A good transaction with odd texts and extreme values, read from that record of a file. */
  public Transaction transaction(SourcePosition source) {
    return new Transaction(
        text(),
        eventTime(),
        text(),
        text(),
        amount(),
        oneOf(CURRENCIES),
        random.nextBoolean() ? oneOf(List.of("DE", "GB", "JP")) : null,
        random.nextBoolean() ? oneOf(List.of("APPROVED", "DECLINED", "PENDING REVIEW")) : null,
        random.nextBoolean() ? text() : null,
        random.nextBoolean() ? riskScore() : null,
        random.nextBoolean() ? oneOf(List.of("457173", "45717360", "1822direkt")) : null,
        source);
  }

  /** The bytes with a few of them changed, cut out, doubled or put in. */
  public byte[] damaged(byte[] bytes) {
    var damaged = bytes;
    for (int i = random.nextInt(4); i >= 0; i--) {
      damaged = damagedOnce(damaged);
    }
    return damaged;
  }

  public byte[] bytes(int longest) {
    var bytes = new byte[random.nextInt(longest + 1)];
    random.nextBytes(bytes);
    return bytes;
  }

  public int nextInt(int bound) {
    return random.nextInt(bound);
  }

  public <T> T oneOf(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  /** Up to 20 characters, without blanks around them, which are no part of a text. */
  public String text() {
    var text = new StringBuilder();
    for (int i = random.nextInt(20); i >= 0; i--) {
      if (random.nextInt(10) == 0) {
        text.appendCodePoint(0x1F600 + random.nextInt(40));
      } else {
        text.append(HARD_CHARACTERS.charAt(random.nextInt(HARD_CHARACTERS.length())));
      }
    }
    var stripped = text.toString().strip();
    return stripped.isEmpty() ? "x" : stripped;
  }

  private byte[] damagedOnce(byte[] bytes) {
    int at = random.nextInt(bytes.length + 1);
    int to = Math.min(bytes.length, at + random.nextInt(5));
    var between =
        switch (random.nextInt(4)) {
          case 0 -> new byte[0];
          case 1 -> bytes(3);
          case 2 ->
              (bytes.length == 0
                      ? ""
                      : new String(bytes, at, to - at, StandardCharsets.ISO_8859_1).repeat(2))
                  .getBytes(StandardCharsets.ISO_8859_1);
          default ->
              oneOf(
                      List.of(
                          "\"", "\n", "\r", ",", "{", "}", "[", ":", "null", "-", "1e400", "NaN",
                          "\\"))
                  .getBytes(StandardCharsets.ISO_8859_1);
        };
    var damaged = new byte[at + between.length + bytes.length - to];
    System.arraycopy(bytes, 0, damaged, 0, at);
    System.arraycopy(between, 0, damaged, at, between.length);
    System.arraycopy(bytes, to, damaged, at + between.length, bytes.length - to);
    return damaged;
  }

  private long eventTime() {
    long year2100 = 4_102_444_800_000L;
    long time = (long) (random.nextDouble() * year2100);
    return random.nextBoolean() ? time : time / 1000 * 1000;
  }

  private long amount() {
    return switch (random.nextInt(6)) {
      case 0 -> Long.MAX_VALUE;
      case 1 -> Long.MIN_VALUE;
      case 2 -> 0;
      case 3 -> random.nextLong();
      default -> random.nextInt(2_000_000) - 1_000_000;
    };
  }

  private double riskScore() {
    return switch (random.nextInt(5)) {
      case 0 -> Double.MIN_VALUE;
      case 1 -> -Double.MAX_VALUE;
      case 2 -> -0.0;
      default -> random.nextDouble();
    };
  }
}
