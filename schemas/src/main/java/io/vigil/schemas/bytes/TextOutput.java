package io.vigil.schemas.bytes;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Writes text as UTF-8 to a stream, by the block, and the numbers and times in it without making
 * strings of them first.
 */
public final class TextOutput implements Closeable {

  private static final int BLOCK = 1 << 16;

  /** The digits of a long, its sign, a point, and as many zeros as {@link #decimal} may add. */
  private static final int LONGEST_NUMBER = 48;

  private static final int LONGEST_CHARACTER = 4;
  private static final int MILLIS_PER_DAY = 86_400_000;
  private static final long FOUR_DIGIT_YEARS = Instant.parse("0000-01-01T00:00:00Z").toEpochMilli();
  private static final long FIVE_DIGIT_YEARS = 253_402_300_800_000L;

  private final OutputStream out;
  private final byte[] block = new byte[BLOCK];
  private final byte[] number = new byte[LONGEST_NUMBER];
  private int size;

  private long knownDay = Long.MIN_VALUE;
  private final byte[] knownDate = new byte[10];

  /**
   * @param out is closed with this
   */
  public TextOutput(OutputStream out) {
    this.out = out;
  }

  /** Writes bytes as they are. */
  public void bytes(byte[] bytes) throws IOException {
    if (bytes.length > BLOCK) {
      writeBlock();
      out.write(bytes);
      return;
    }
    makeRoom(bytes.length);
    System.arraycopy(bytes, 0, block, size, bytes.length);
    size += bytes.length;
  }

  /** Writes a character of ASCII. */
  public void ascii(char c) throws IOException {
    makeRoom(1);
    block[size++] = (byte) c;
  }

  /** Writes a text as it is. */
  public void text(String text) throws IOException {
    int length = text.length();
    int i = 0;
    if (length <= BLOCK) {
      makeRoom(length);
      for (; i < length; i++) {
        char c = text.charAt(i);
        if (c >= 0x80) {
          break;
        }
        block[size++] = (byte) c;
      }
    }
    while (i < length) {
      int c = text.codePointAt(i);
      codePoint(c);
      i += Character.charCount(c);
    }
  }

  /** Writes any one character. */
  public void codePoint(int c) throws IOException {
    makeRoom(LONGEST_CHARACTER);
    if (c < 0x80) {
      block[size++] = (byte) c;
    } else if (c < 0x800) {
      block[size++] = (byte) (0xc0 | c >> 6);
      block[size++] = (byte) (0x80 | c & 0x3f);
    } else if (c < 0x10000) {
      block[size++] = (byte) (0xe0 | c >> 12);
      block[size++] = (byte) (0x80 | c >> 6 & 0x3f);
      block[size++] = (byte) (0x80 | c & 0x3f);
    } else {
      block[size++] = (byte) (0xf0 | c >> 18);
      block[size++] = (byte) (0x80 | c >> 12 & 0x3f);
      block[size++] = (byte) (0x80 | c >> 6 & 0x3f);
      block[size++] = (byte) (0x80 | c & 0x3f);
    }
  }

  /** Writes {@code unscaled / 10^decimals} with exactly so many decimals, 20 at most. */
  public void decimal(long unscaled, int decimals) throws IOException {
    makeRoom(LONGEST_NUMBER);
    if (unscaled < 0) {
      block[size++] = '-';
    }
    // Long.MIN_VALUE has no positive counterpart, but every long has a negative one.
    long rest = unscaled < 0 ? unscaled : -unscaled;
    int at = number.length;
    for (int digits = 0; rest != 0 || digits <= decimals; digits++) {
      if (digits == decimals && digits > 0) {
        number[--at] = '.';
      }
      long tenth = rest / 10;
      number[--at] = (byte) ('0' + (tenth * 10 - rest));
      rest = tenth;
    }
    System.arraycopy(number, at, block, size, number.length - at);
    size += number.length - at;
  }

  /** Writes a time as {@link Instant#toString} does: {@code 2026-03-01T12:34:56.789Z}. */
  public void time(long epochMillis) throws IOException {
    if (epochMillis < FOUR_DIGIT_YEARS || epochMillis >= FIVE_DIGIT_YEARS) {
      text(Instant.ofEpochMilli(epochMillis).toString());
      return;
    }
    long day = Math.floorDiv(epochMillis, MILLIS_PER_DAY);
    int millisOfDay = (int) (epochMillis - day * MILLIS_PER_DAY);
    if (day != knownDay) {
      var date = Instant.ofEpochMilli(epochMillis).toString().substring(0, knownDate.length);
      System.arraycopy(date.getBytes(StandardCharsets.US_ASCII), 0, knownDate, 0, knownDate.length);
      knownDay = day;
    }
    bytes(knownDate);
    makeRoom(LONGEST_NUMBER);
    int secondOfDay = millisOfDay / 1_000;
    block[size++] = 'T';
    twoDigits(secondOfDay / 3_600);
    block[size++] = ':';
    twoDigits(secondOfDay / 60 % 60);
    block[size++] = ':';
    twoDigits(secondOfDay % 60);
    int millis = millisOfDay % 1_000;
    if (millis > 0) {
      block[size++] = '.';
      block[size++] = (byte) ('0' + millis / 100);
      twoDigits(millis % 100);
    }
    block[size++] = 'Z';
  }

  /** Hands all that was written so far to the stream. */
  public void flush() throws IOException {
    writeBlock();
  }

  @Override
  public void close() throws IOException {
    try (out) {
      writeBlock();
    }
  }

  private void twoDigits(int number) {
    block[size++] = (byte) ('0' + number / 10);
    block[size++] = (byte) ('0' + number % 10);
  }

  private void makeRoom(int bytes) throws IOException {
    if (bytes > BLOCK - size) {
      writeBlock();
    }
  }

  private void writeBlock() throws IOException {
    out.write(block, 0, size);
    size = 0;
  }
}
