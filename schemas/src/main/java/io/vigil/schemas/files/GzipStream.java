package io.vigil.schemas.files;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Gives the bytes in a gzip file (RFC 1952) of any number of members, all those before a break, and
 * tells every break: {@link EOFException} where data are missing, {@link ZipException} where they
 * are damaged.
 *
 * <p>The JDK's own stream takes damage between members, and on some streams the end of the first
 * member, for the end of the file. That of Commons Compress loses what it has read just before a
 * break.
 */
final class GzipStream extends InputStream {

  private static final int MAGIC = 0x8b1f;
  private static final int DEFLATE = 8;
  private static final int HEADER_CHECKSUM = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int RESERVED = 0xe0;

  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private final Inflater inflater = new Inflater(true);
  private final CRC32 checksum = new CRC32();

  private int at;
  private int end;
  private boolean isInMember;
  private boolean isEnded;

  GzipStream(InputStream in) {
    this.in = in;
  }

  /** Whether a file that begins with these bytes is gzip. */
  static boolean isGzip(byte[] beginning) {
    return beginning.length >= 2 && ((beginning[1] & 0xff) << 8 | beginning[0] & 0xff) == MAGIC;
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (!isEnded) {
      if (!isInMember) {
        startMember();
        continue;
      }
      int count = inflate(into, offset, length);
      if (count > 0) {
        checksum.update(into, offset, count);
        return count;
      }
      if (inflater.finished()) {
        endMember();
      } else if (inflater.needsDictionary()) {
        throw new ZipException("a dictionary is wanted");
      } else if (!hasMore()) {
        throw new EOFException();
      } else {
        inflater.setInput(buffer, at, end - at);
        at = end;
      }
    }
    return -1;
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    in.close();
  }

  private int inflate(byte[] into, int offset, int length) throws ZipException {
    try {
      return inflater.inflate(into, offset, length);
    } catch (DataFormatException e) {
      throw new ZipException("the deflated data are invalid");
    }
  }

  private void startMember() throws IOException {
    if (!hasMore()) {
      isEnded = true;
      return;
    }
    if (twoBytes() != MAGIC || nextByte() != DEFLATE) {
      throw new ZipException("no gzip member begins here");
    }
    int flags = nextByte();
    if ((flags & RESERVED) != 0) {
      throw new ZipException("unknown flags");
    }
    skip(6);
    if ((flags & EXTRA) != 0) {
      skip(twoBytes());
    }
    if ((flags & NAME) != 0) {
      skipText();
    }
    if ((flags & COMMENT) != 0) {
      skipText();
    }
    if ((flags & HEADER_CHECKSUM) != 0) {
      skip(2);
    }
    inflater.reset();
    checksum.reset();
    isInMember = true;
  }

  private void endMember() throws IOException {
    at -= inflater.getRemaining();
    long wantedChecksum = twoBytes() | (long) twoBytes() << 16;
    long wantedLength = twoBytes() | (long) twoBytes() << 16;
    if (checksum.getValue() != wantedChecksum
        || (inflater.getBytesWritten() & 0xffff_ffffL) != wantedLength) {
      throw new ZipException("checksum or length differ");
    }
    isInMember = false;
  }

  private void skip(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      nextByte();
    }
  }

  private void skipText() throws IOException {
    while (nextByte() != 0) {}
  }

  private int twoBytes() throws IOException {
    return nextByte() | nextByte() << 8;
  }

  private int nextByte() throws IOException {
    if (!hasMore()) {
      throw new EOFException();
    }
    return buffer[at++] & 0xff;
  }

  private boolean hasMore() throws IOException {
    while (at == end) {
      int count = in.read(buffer);
      if (count < 0) {
        return false;
      }
      at = 0;
      end = count;
    }
    return true;
  }
}
