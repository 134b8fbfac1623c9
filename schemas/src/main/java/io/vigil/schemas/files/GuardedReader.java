package io.vigil.schemas.files;

import io.vigil.schemas.RawRecord;
import io.vigil.schemas.RawRecord.Damage;
import io.vigil.schemas.Reason;
import io.vigil.schemas.RecordReader;
import io.vigil.schemas.SourcePosition;
import io.vigil.schemas.parse.Fault;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Ends a file where a fault of its reader comes to light, with one damaged record that says so:
 * nobody knows where the next one would begin. So no file stops a run.
 */
final class GuardedReader implements RecordReader {

  private static final byte[] NO_BYTES = {};

  private final String path;
  private final FileFormat format;
  private final RecordReader reader;
  private long records;
  private boolean isEnded;

  GuardedReader(String path, FileFormat format, RecordReader reader) {
    this.path = path;
    this.format = format;
    this.reader = reader;
  }

  @Override
  public @Nullable RawRecord next() throws IOException {
    if (isEnded) {
      return null;
    }
    try {
      records++;
      return reader.next();
    } catch (RuntimeException | StackOverflowError fault) {
      isEnded = true;
      var message = "nothing from here on was read: the reader failed with " + Fault.inWords(fault);
      return new RawRecord(
          SourcePosition.inFile(path, records),
          format.encoding(),
          reader.schema(),
          NO_BYTES,
          new Damage(Reason.DAMAGED_FILE, message));
    }
  }

  @Override
  public @Nullable String schema() {
    return reader.schema();
  }

  @Override
  public long line() {
    return reader.line();
  }

  @Override
  public long bytesRead() {
    return reader.bytesRead();
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
