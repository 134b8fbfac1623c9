package io.vigil.pipelines.archive;

import io.vigil.schemas.avro.RecordType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Records of one key, packed: as bytes they take much less memory, and buffers of a stream hold
 * minutes of them.
 *
 * @param records how many
 * @param rows in Avro's binary encoding, one behind the other; shared, not copied
 */
record Block(int records, byte[] rows) {

  /** Records are larger than this only if they are dead letters of large records. */
  private static final long USUAL_BYTES = 256;

  /** How many usual records it is worth. */
  long weight() {
    return Math.max(records, rows.length / USUAL_BYTES);
  }

  /** The records of blocks, unpacked one by one. */
  static <T> Iterable<T> unpack(Iterable<Block> blocks, RecordType<T> type) {
    return () -> new Unpacked<>(blocks.iterator(), type);
  }

  private static final class Unpacked<T> implements Iterator<T> {
    private final Iterator<Block> blocks;
    private final RecordType<T> type;
    private ByteArrayInputStream rows = new ByteArrayInputStream(new byte[0]);

    Unpacked(Iterator<Block> blocks, RecordType<T> type) {
      this.blocks = blocks;
      this.type = type;
    }

    @Override
    public boolean hasNext() {
      while (rows.available() == 0 && blocks.hasNext()) {
        rows = new ByteArrayInputStream(blocks.next().rows());
      }
      return rows.available() > 0;
    }

    @Override
    public T next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      try {
        return type.decode(rows);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
