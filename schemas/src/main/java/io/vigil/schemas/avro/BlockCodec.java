package io.vigil.schemas.avro;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;
import org.xerial.snappy.Snappy;

/** The ways to compress the blocks of an Avro file that Vigil can read. */
enum BlockCodec {
  NULL {
    @Override
    byte[] decompressed(byte[] block) {
      return block;
    }
  },

  DEFLATE {
    @Override
    byte[] decompressed(byte[] block) throws IOException {
      var inflater = new Inflater(true);
      try (var in = new InflaterInputStream(new ByteArrayInputStream(block), inflater)) {
        return readAll(in);
      } finally {
        // The stream does not end an inflater that it was given.
        inflater.end();
      }
    }
  },

  BZIP2 {
    @Override
    byte[] decompressed(byte[] block) throws IOException {
      try (var in = new BZip2CompressorInputStream(new ByteArrayInputStream(block))) {
        return readAll(in);
      }
    }
  },

  XZ {
    @Override
    byte[] decompressed(byte[] block) throws IOException {
      try (var in = new XZInputStream(new ByteArrayInputStream(block), MOST_KIBIBYTES_OF_XZ)) {
        return readAll(in);
      }
    }
  },

  ZSTANDARD {
    @Override
    byte[] decompressed(byte[] block) throws IOException {
      try (var in = new ZstdInputStreamNoFinalizer(new ByteArrayInputStream(block))) {
        return readAll(in);
      }
    }
  },

  /** Four bytes of CRC32 of the plain bytes follow the compressed ones. */
  SNAPPY {
    @Override
    byte[] decompressed(byte[] block) throws IOException {
      int length = block.length - Integer.BYTES;
      if (length < 0) {
        throw new IOException("too short for its checksum");
      }
      if (Snappy.uncompressedLength(block, 0, length) > LARGEST) {
        throw tooLarge();
      }
      var plain = Snappy.uncompress(Arrays.copyOf(block, length));
      var crc = new CRC32();
      crc.update(plain);
      if ((int) crc.getValue() != ByteBuffer.wrap(block).getInt(length)) {
        throw new IOException("wrong checksum");
      }
      return plain;
    }
  };

  /** Writers start a new block after some kilobytes; this leaves room for the strangest of them. */
  static final int LARGEST = 64 << 20;

  /** A dictionary of the highest preset takes 65 MiB. */
  private static final int MOST_KIBIBYTES_OF_XZ = 128 << 10;

  /** The plain bytes of a block. */
  abstract byte[] decompressed(byte[] block) throws IOException;

  /** The codec that a file names; null if Vigil cannot read it. */
  static @Nullable BlockCodec named(String name) {
    return Arrays.stream(values())
        .filter(codec -> codec.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst()
        .orElse(null);
  }

  private static byte[] readAll(InputStream in) throws IOException {
    var plain = in.readNBytes(LARGEST + 1);
    if (plain.length > LARGEST) {
      throw tooLarge();
    }
    return plain;
  }

  private static IOException tooLarge() {
    return new IOException("more than " + LARGEST + " bytes when decompressed");
  }
}
