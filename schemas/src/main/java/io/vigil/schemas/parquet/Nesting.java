package io.vigil.schemas.parquet;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import org.apache.parquet.format.Util;

/**
 * Looks how deep the columns of a file lie within each other, before Parquet does: it goes down
 * into them by calling itself, as deep as a file says.
 */
final class Nesting {

  static final int DEEPEST = 100;

  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
  private static final int TAIL = Integer.BYTES + MAGIC.length;

  private Nesting() {}

  /**
   * Reads the schema in the file's footer, if there is one; Parquet says what else is wrong with
   * it.
   *
   * @throws IOException if it is too deep
   */
  static void check(SeekableByteChannel file) throws IOException {
    long end = file.size() - TAIL;
    if (end < MAGIC.length) {
      return;
    }
    var tail = read(file, end, TAIL).order(ByteOrder.LITTLE_ENDIAN);
    int length = tail.getInt();
    if (!tail.equals(ByteBuffer.wrap(MAGIC)) || length < 0 || length > end - MAGIC.length) {
      return;
    }
    var footer = read(file, end - length, length).array();
    var open = new ArrayDeque<Integer>();
    for (var element : Util.readFileMetaData(new ByteArrayInputStream(footer), true).getSchema()) {
      while (!open.isEmpty() && open.peek() == 0) {
        open.pop();
      }
      if (!open.isEmpty()) {
        open.push(open.pop() - 1);
      }
      open.push(element.getNum_children());
      if (open.size() > DEEPEST) {
        throw new IOException("more than " + DEEPEST + " columns lie within each other");
      }
    }
  }

  private static ByteBuffer read(SeekableByteChannel file, long from, int length)
      throws IOException {
    file.position(from);
    return ByteBuffer.wrap(Channels.newInputStream(file).readNBytes(length));
  }
}
