package io.vigil.schemas;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Takes the raw records out of one file, in order, without looking into them.
 *
 * <p>Damage in the data is no exception: where the file breaks off, or its compression or structure
 * is broken, one {@linkplain RawRecord#damage damaged} record comes out that holds what was left,
 * and the reader goes on behind it if it can. A record beyond the limit comes out damaged, with its
 * beginning.
 *
 * <p>Records are numbered from 1; headers and blank lines are not counted and do not come out. The
 * bytes of a record are the caller's.
 */
public interface RecordReader extends Closeable {

  /** The next record; null at the end. An exception means that the file could not be read on. */
  @Nullable RawRecord next() throws IOException;

  /**
   * The CSV header or the Avro schema that the file's records carry; null for JSON, and for a file
   * that is too empty to have one.
   */
  @Nullable String schema();

  /** On which line of the file the last record began, from 1; 0 if the format has no lines. */
  default long line() {
    return 0;
  }

  /** How many bytes of the file have been taken so far, compressed if it is; for progress. */
  long bytesRead();
}
