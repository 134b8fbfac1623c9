package io.vigil.schemas.bytes;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.function.LongSupplier;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a stream that a reader of records still needs: it grows at its end as more is asked
 * for, and shrinks at its start as records are taken. Places are counted from its start.
 *
 * <p>Where compressed data break off or are damaged, the stream just ends here, and {@link #damage}
 * says why. Other failures of reading are exceptions.
 */
public final class ByteWindow implements Closeable {

  private static final int SMALLEST = 1 << 16;

  private final InputStream in;
  private final LongSupplier bytesRead;

  private byte[] bytes = new byte[SMALLEST];
  private int start;
  private int end;
  private long line = 1;
  private boolean isEnded;
  private @Nullable String damage;

  /**
   * @param in is closed with this
   * @param bytesRead how many bytes of the file have been taken for the stream
   */
  public ByteWindow(InputStream in, LongSupplier bytesRead) {
    this.in = in;
    this.bytesRead = bytesRead;
  }

  /** The byte at that place, which must be in the window. */
  public byte at(int place) {
    return bytes[start + place];
  }

  /** How many bytes are in the window. */
  public int length() {
    return end - start;
  }

  /** Takes in more of the stream; false if there is no more. */
  public boolean grow() throws IOException {
    if (isEnded) {
      return false;
    }
    if (end == bytes.length) {
      makeRoom();
    }
    try {
      int count = in.read(bytes, end, bytes.length - end);
      if (count >= 0) {
        end += count;
        return true;
      }
    } catch (EOFException e) {
      damage = "the compressed data break off";
    } catch (ZipException e) {
      damage = "the compressed data are damaged";
    }
    isEnded = true;
    return false;
  }

  /** Why the stream ended before its time; null if it did not, or has not ended yet. */
  public @Nullable String damage() {
    return damage;
  }

  /** The place of the first line feed before {@code limit}; -1 if there is none. */
  public int findLineFeed(int limit) throws IOException {
    return find('\n', '\n', '\n', limit);
  }

  /** The place of the first of three characters before {@code limit}; -1 if there is none. */
  public int find(char one, char other, char third, int limit) throws IOException {
    for (int at = 0; ; ) {
      int stop = Math.min(limit, length());
      for (int i = start + at; i < start + stop; i++) {
        if (bytes[i] == one || bytes[i] == other || bytes[i] == third) {
          return i - start;
        }
      }
      at = stop;
      if (at == limit || !grow()) {
        return -1;
      }
    }
  }

  /** A copy of the first bytes. */
  public byte[] copy(int length) {
    return Arrays.copyOfRange(bytes, start, start + length);
  }

  /** Takes that many bytes out of the window. */
  public void drop(int count) {
    for (int i = start; i < start + count; i++) {
      if (bytes[i] == '\n') {
        line++;
      }
    }
    start += count;
  }

  /** The number of the line, from 1, on which the window begins. */
  public long line() {
    return line;
  }

  /** Takes out the next line with its end; how long it was without the end. */
  public long dropLine() throws IOException {
    long length = 0;
    boolean endsWithReturn = false;
    while (true) {
      int lineFeed = findLineFeed(SMALLEST);
      int count = lineFeed >= 0 ? lineFeed : Math.min(SMALLEST, length());
      if (count > 0) {
        endsWithReturn = at(count - 1) == '\r';
      }
      length += count;
      drop(lineFeed >= 0 ? count + 1 : count);
      if (lineFeed >= 0 || count == 0) {
        return endsWithReturn ? length - 1 : length;
      }
    }
  }

  /** Takes out the mark with which some programs begin a text. */
  public void dropByteOrderMark() throws IOException {
    while (length() < 3 && grow()) {}
    if (length() >= 3 && at(0) == (byte) 0xef && at(1) == (byte) 0xbb && at(2) == (byte) 0xbf) {
      drop(3);
    }
  }

  /** How many bytes of the file have been taken. */
  public long bytesRead() {
    return bytesRead.getAsLong();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private void makeRoom() {
    var target = start > bytes.length / 2 ? bytes : new byte[2 * bytes.length];
    System.arraycopy(bytes, start, target, 0, length());
    end -= start;
    start = 0;
    bytes = target;
  }
}
