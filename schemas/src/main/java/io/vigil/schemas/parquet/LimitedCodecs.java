package io.vigil.schemas.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * Refuses to decompress a page that claims to be larger than any writer makes them; Parquet itself
 * would take the memory before it looks.
 */
final class LimitedCodecs implements CompressionCodecFactory {

  /** Pages have 1 MiB unless a single value is larger. */
  static final int LARGEST_PAGE = 128 << 20;

  private final CompressionCodecFactory codecs;

  LimitedCodecs(CompressionCodecFactory codecs) {
    this.codecs = codecs;
  }

  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName name) {
    return codecs.getCompressor(name);
  }

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName name) {
    var decompressor = decompressor(name);
    return new BytesInputDecompressor() {
      @Override
      public BytesInput decompress(BytesInput bytes, int size) throws IOException {
        check(size);
        return decompressor.decompress(bytes, size);
      }

      @Override
      public void decompress(ByteBuffer from, int compressedSize, ByteBuffer to, int size)
          throws IOException {
        check(size);
        decompressor.decompress(from, compressedSize, to, size);
      }

      @Override
      public void release() {
        decompressor.release();
      }
    };
  }

  /**
   * @throws UnsupportedOperationException if the codec's library is not there
   */
  private BytesInputDecompressor decompressor(CompressionCodecName name) {
    try {
      return codecs.getDecompressor(name);
    } catch (NoClassDefFoundError e) {
      throw new UnsupportedOperationException("there is no library here for the codec " + name, e);
    }
  }

  @Override
  public void release() {
    codecs.release();
  }

  private static void check(int size) throws IOException {
    if (size < 0 || size > LARGEST_PAGE) {
      throw new IOException("a page of " + size + " bytes");
    }
  }
}
