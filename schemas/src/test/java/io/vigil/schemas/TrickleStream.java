package io.vigil.schemas;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Gives its bytes a few at a time, then ends or breaks, for tests. */
public final class TrickleStream extends InputStream {

  private final ByteArrayInputStream bytes;
  private final int most;
  private final @Nullable IOException end;
  private boolean isClosed;

  public TrickleStream(byte[] bytes, int most, @Nullable IOException end) {
    this.bytes = new ByteArrayInputStream(bytes);
    this.most = most;
    this.end = end;
  }

  public boolean isClosed() {
    return isClosed;
  }

  @Override
  public int read() throws IOException {
    int b = bytes.read();
    if (b < 0 && end != null) {
      throw end;
    }
    return b;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int count = bytes.read(into, offset, Math.min(length, most));
    if (count < 0 && end != null) {
      throw end;
    }
    return count;
  }

  @Override
  public void close() {
    isClosed = true;
  }
}
