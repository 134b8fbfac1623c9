package io.vigil.schemas.avro;

import io.vigil.schemas.RawRecord;
import io.vigil.schemas.Reason;
import io.vigil.schemas.RecordReader;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.UnusableFileException;
import io.vigil.schemas.fields.Rejection;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Takes the records out of an Avro container file, each in the bytes that the file has for it.
 *
 * <p>The library's own reader takes memory for any length that a damaged file claims, cannot tell
 * where a datum ends without making objects of it, and cannot go on behind damage in a stream. This
 * one goes on behind the next sync marker: a block that is damaged as a whole is one damaged
 * record, and so is what is left of a block behind a record that cannot be told from the next one.
 */
public final class AvroFileReader implements RecordReader {

  private static final byte[] MAGIC = {'O', 'b', 'j', 1};
  private static final int SYNC_LENGTH = 16;

  /** Enough of a damaged block to recognise it. */
  private static final int MOST_OF_DAMAGE = 1 << 16;

  private static final byte[] NO_BYTES = {};

  private final String path;
  private final BlockInput in;
  private final String schemaJson;
  private final Schema schema;
  private final BlockCodec codec;
  private final byte[] sync;

  private final Datum block = new Datum();
  private long leftInBlock;
  private long records;

  /** Takes over the stream, and reads the file's header. */
  public AvroFileReader(String path, InputStream in) throws IOException {
    this.path = path;
    this.in = new BlockInput(in);
    try {
      var header = readHeader();
      schemaJson = text(header, "avro.schema", "");
      schema = parse(schemaJson);
      codec = codec(text(header, "avro.codec", "null"));
      sync = this.in.look(SYNC_LENGTH);
      this.in.take();
    } catch (IOException e) {
      in.close();
      throw e;
    } catch (Rejection e) {
      in.close();
      throw new UnusableFileException(path, "is no whole Avro file: " + e.getMessage());
    }
  }

  @Override
  public @Nullable RawRecord next() throws IOException {
    while (leftInBlock == 0) {
      if (block.remaining() > 0) {
        return restOfBlock(block.position(), "more bytes than its records have");
      }
      if (in.isAtEnd()) {
        return null;
      }
      var damage = nextBlock();
      if (damage != null) {
        return damage;
      }
    }
    leftInBlock--;
    int start = block.position();
    try {
      block.skip(schema);
    } catch (Rejection rejection) {
      return restOfBlock(start, rejection.getMessage());
    }
    if (block.position() == start) {
      // There would be no end to such records, if their number were damaged.
      return restOfBlock(start, "a record without bytes");
    }
    records++;
    return RawRecord.avro(SourcePosition.inFile(path, records), schemaJson, block.since(start));
  }

  @Override
  public String schema() {
    return schemaJson;
  }

  @Override
  public long bytesRead() {
    return in.taken();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private Map<String, byte[]> readHeader() throws IOException, Rejection {
    if (!Arrays.equals(in.look(MAGIC.length), MAGIC)) {
      throw new UnusableFileException(path, "is no Avro file");
    }
    var header = new HashMap<String, byte[]>();
    for (long count = in.lookAtLong(); count != 0; count = in.lookAtLong()) {
      if (count < 0) {
        // The length of the entries in bytes, for those who want to skip them.
        in.lookAtLong();
      }
      for (long i = Math.abs(count); i != 0; i--) {
        header.put(new String(in.lookAtBytes(), StandardCharsets.UTF_8), in.lookAtBytes());
      }
    }
    return header;
  }

  private Schema parse(String json) throws IOException {
    try {
      return ForeignSchema.parse(json);
    } catch (Rejection e) {
      throw new UnusableFileException(path, "its schema is no Avro schema");
    }
  }

  private static String text(Map<String, byte[]> header, String key, String otherwise) {
    var value = header.get(key);
    return value == null ? otherwise : new String(value, StandardCharsets.UTF_8);
  }

  private BlockCodec codec(String name) throws IOException {
    var known = BlockCodec.named(name);
    if (known == null) {
      throw new UnusableFileException(path, "is compressed with '" + name + "', unknown to Vigil");
    }
    return known;
  }

  /** Moves on to the next block; what comes out if that is damaged. */
  private @Nullable RawRecord nextBlock() throws IOException {
    long count;
    byte[] compressed;
    try {
      count = in.lookAtLong();
      compressed = in.lookAtBytes();
      if (count < 0 || !Arrays.equals(in.look(SYNC_LENGTH), sync)) {
        throw new Rejection(Reason.DAMAGED_FILE, "no sync marker at its end");
      }
      in.take();
    } catch (Rejection rejection) {
      return damaged(in.takeThrough(sync, MOST_OF_DAMAGE), rejection.getMessage());
    }
    try {
      block.set(codec.decompressed(compressed));
      leftInBlock = count;
      return null;
    } catch (IOException | RuntimeException e) {
      // Damaged data, whatever is thrown: the block is in memory, so nothing else can fail.
      var bytes = Arrays.copyOf(compressed, Math.min(compressed.length, MOST_OF_DAMAGE));
      return damaged(bytes, e.getMessage());
    }
  }

  private RawRecord restOfBlock(int start, @Nullable String problem) {
    var rest = block.rest(start, MOST_OF_DAMAGE);
    block.set(NO_BYTES);
    leftInBlock = 0;
    return damaged(rest, problem);
  }

  private RawRecord damaged(byte[] bytes, @Nullable String problem) {
    records++;
    return RawRecord.avro(SourcePosition.inFile(path, records), schemaJson, bytes)
        .damaged(Reason.DAMAGED_FILE, "a block is damaged: " + problem);
  }
}
