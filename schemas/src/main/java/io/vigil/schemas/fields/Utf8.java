package io.vigil.schemas.fields;

import io.vigil.schemas.Reason;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Holds bytes against UTF-8, strictly, before anybody takes them for text: overlong forms, halves
 * of surrogate pairs, what lies beyond Unicode, and zero bytes are refused.
 */
public final class Utf8 {

  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long LOWEST_BITS = 0x0101_0101_0101_0101L;
  private static final long HIGHEST_BITS = 0x8080_8080_8080_8080L;

  private Utf8() {}

  /** Refuses the bytes if they are not UTF-8, or if one is zero. */
  public static void check(byte[] bytes) throws Rejection {
    int at = 0;
    while ((at = skipAscii(bytes, at)) < bytes.length) {
      at = skipSequence(bytes, at);
    }
  }

  /** The text of the bytes, if they are UTF-8 and none is zero. */
  public static String decode(byte[] bytes) throws Rejection {
    check(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** The first place from there on that holds no ASCII character but zero; the end if none does. */
  private static int skipAscii(byte[] bytes, int from) {
    int at = from;
    for (; at <= bytes.length - Long.BYTES; at += Long.BYTES) {
      long eight = (long) EIGHT_BYTES.get(bytes, at);
      // The subtraction borrows from the highest bit of a byte that is zero.
      if (((eight | (eight - LOWEST_BITS)) & HIGHEST_BITS) != 0) {
        break;
      }
    }
    while (at < bytes.length && bytes[at] > 0) {
      at++;
    }
    return at;
  }

  /** The place behind one character of two to four bytes. */
  private static int skipSequence(byte[] bytes, int at) throws Rejection {
    int first = bytes[at] & 0xff;
    if (first == 0) {
      throw new Rejection(Reason.NUL_BYTE, "byte " + (at + 1) + " is zero");
    }
    int second = at + 1 < bytes.length ? bytes[at + 1] & 0xff : 0;
    int length;
    boolean isGood;
    if (first < 0xe0) {
      length = 2;
      isGood = first >= 0xc2 && isContinuation(second);
    } else if (first < 0xf0) {
      length = 3;
      isGood = second >= (first == 0xe0 ? 0xa0 : 0x80) && second <= (first == 0xed ? 0x9f : 0xbf);
    } else {
      length = 4;
      isGood =
          first <= 0xf4
              && second >= (first == 0xf0 ? 0x90 : 0x80)
              && second <= (first == 0xf4 ? 0x8f : 0xbf);
    }
    isGood &= at + length <= bytes.length;
    for (int i = 2; isGood && i < length; i++) {
      isGood = isContinuation(bytes[at + i] & 0xff);
    }
    if (!isGood) {
      throw new Rejection(Reason.INVALID_UTF8, "byte " + (at + 1) + " begins no UTF-8 character");
    }
    return at + length;
  }

  private static boolean isContinuation(int b) {
    return (b & 0xc0) == 0x80;
  }
}
