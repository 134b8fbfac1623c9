package io.vigil.schemas.bytes;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;

/**
 * Text of any charset in UTF-8. Bytes that the charset does not know become one that UTF-8 does not
 * know either, so that whoever reads on finds out.
 */
public final class TranscodedStream extends InputStream {

  private static final int SIZE = 1 << 13;
  private static final byte UNKNOWN = (byte) 0xff;

  private final InputStream in;
  private final CharsetDecoder decoder;
  private final ByteBuffer encoded = ByteBuffer.allocate(SIZE).limit(0);
  private final CharBuffer chars = CharBuffer.allocate(SIZE);
  private ByteBuffer out = ByteBuffer.allocate(0);
  private boolean isEnded;
  private boolean isDone;

  /** Takes over the stream. */
  public TranscodedStream(InputStream in, Charset charset) {
    this.in = in;
    this.decoder = charset.newDecoder();
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
    while (!out.hasRemaining() && !isDone) {
      decode();
    }
    if (!out.hasRemaining()) {
      return -1;
    }
    int count = Math.min(length, out.remaining());
    out.get(into, offset, count);
    return count;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private void decode() throws IOException {
    chars.clear();
    var result = decoder.decode(encoded, chars, isEnded);
    if (result.isError()) {
      encoded.position(encoded.position() + result.length());
      out = withUnknown(utf8());
    } else {
      out = utf8();
      if (result.isUnderflow() && !isEnded) {
        fill();
      } else if (result.isUnderflow()) {
        isDone = true;
      }
    }
  }

  private void fill() throws IOException {
    encoded.compact();
    int count = in.read(encoded.array(), encoded.position(), encoded.remaining());
    if (count < 0) {
      isEnded = true;
    } else {
      encoded.position(encoded.position() + count);
    }
    encoded.flip();
  }

  /** What was decoded; no decoder cuts a pair of surrogates in two. */
  private ByteBuffer utf8() {
    return StandardCharsets.UTF_8.encode(chars.flip());
  }

  private static ByteBuffer withUnknown(ByteBuffer known) {
    return ByteBuffer.allocate(known.remaining() + 1).put(known).put(UNKNOWN).flip();
  }
}
