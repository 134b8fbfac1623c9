package io.vigil.schemas.avro;

import io.vigil.schemas.Reason;
import io.vigil.schemas.fields.Rejection;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * A stream of which one can look at as much as needed before taking it, so that a block that turns
 * out to be damaged can be searched again. Its memory grows with the bytes that are there, not with
 * the lengths that they claim.
 */
final class BlockInput implements Closeable {

  private static final int CHUNK = 1 << 16;

  /** More than any block or header has; a guard against a damaged length. */
  private static final int MOST_SEEN = BlockCodec.LARGEST + CHUNK;

  private final InputStream in;
  private byte[] buffer = new byte[CHUNK];
  private int start;
  private int end;

  /** How much of the bytes from {@code start} on has been looked at. */
  private int seen;

  private long taken;

  BlockInput(InputStream in) {
    this.in = in;
  }

  /** How many bytes have been taken. */
  long taken() {
    return taken;
  }

  boolean isAtEnd() throws IOException {
    return !has(1);
  }

  /** Looks at the next byte. */
  byte look() throws IOException, Rejection {
    need(1);
    return buffer[start + seen++];
  }

  /** Looks at the next bytes. */
  byte[] look(int count) throws IOException, Rejection {
    need(count);
    seen += count;
    return Arrays.copyOfRange(buffer, start + seen - count, start + seen);
  }

  /** Looks at the next number in Avro's variable length. */
  long lookAtLong() throws IOException, Rejection {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = look();
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return (value >>> 1) ^ -(value & 1);
      }
    }
    throw new Rejection(Reason.DAMAGED_FILE, "a number without end");
  }

  /** Looks at the next bytes, behind their length. */
  byte[] lookAtBytes() throws IOException, Rejection {
    long length = lookAtLong();
    if (length < 0 || length > MOST_SEEN) {
      throw new Rejection(Reason.DAMAGED_FILE, "a length of " + length);
    }
    return look((int) length);
  }

  /** Takes what has been looked at. */
  void take() {
    start += seen;
    taken += seen;
    seen = 0;
  }

  /**
   * Takes everything up to the marker and the marker itself, or to the end if there is none, and
   * forgets what has been looked at.
   *
   * @return what stood before the marker, or its beginning, if that is longer than {@code most}
   */
  byte[] takeThrough(byte[] marker, int most) throws IOException {
    var before = new byte[0];
    seen = 0;
    while (has(marker.length)) {
      int found = indexOf(marker);
      // Without a find, the last bytes may still be the beginning of a marker.
      seen = found >= 0 ? found : end - start - marker.length + 1;
      before = append(before, most);
      take();
      if (found >= 0) {
        seen = marker.length;
        take();
        return before;
      }
    }
    seen = end - start;
    before = append(before, most);
    take();
    return before;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private byte[] append(byte[] before, int most) {
    int more = Math.min(seen, most - before.length);
    var both = Arrays.copyOf(before, before.length + more);
    System.arraycopy(buffer, start, both, before.length, more);
    return both;
  }

  private int indexOf(byte[] marker) {
    for (int i = start; i <= end - marker.length; i++) {
      if (Arrays.equals(buffer, i, i + marker.length, marker, 0, marker.length)) {
        return i - start;
      }
    }
    return -1;
  }

  private void need(int count) throws IOException, Rejection {
    if (seen + count > MOST_SEEN) {
      throw new Rejection(Reason.DAMAGED_FILE, "longer than " + MOST_SEEN + " bytes");
    }
    if (!has(count)) {
      throw new Rejection(Reason.DAMAGED_FILE, "the file breaks off");
    }
  }

  /** Whether so many bytes follow those that have been looked at. */
  private boolean has(int count) throws IOException {
    while (end - start - seen < count) {
      if (end == buffer.length) {
        makeRoom();
      }
      int read = in.read(buffer, end, buffer.length - end);
      if (read < 0) {
        return false;
      }
      end += read;
    }
    return true;
  }

  private void makeRoom() {
    if (start > buffer.length / 2) {
      System.arraycopy(buffer, start, buffer, 0, end - start);
    } else {
      buffer = Arrays.copyOfRange(buffer, start, start + 2 * buffer.length);
    }
    end -= start;
    start = 0;
  }
}
