package io.vigil.schemas.json;

import io.vigil.schemas.Encoding;
import io.vigil.schemas.RawRecord;
import io.vigil.schemas.RecordReader;
import io.vigil.schemas.bytes.ByteWindow;
import io.vigil.schemas.bytes.LineCutter;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Reads files of JSON records: one a line, with LF or CRLF, the last with or without. */
public final class JsonLinesReader implements RecordReader {

  private final ByteWindow window;
  private final LineCutter cutter;

  /**
   * @param in the file's bytes, uncompressed; closed with the reader
   * @param bytesRead how many bytes of the file have been taken for {@code in}
   * @param maxRecordBytes the limit for one record
   */
  public JsonLinesReader(String path, InputStream in, LongSupplier bytesRead, int maxRecordBytes)
      throws IOException {
    window = new ByteWindow(in, bytesRead);
    window.dropByteOrderMark();
    cutter = new LineCutter(path, window, maxRecordBytes, Encoding.JSON, null);
  }

  @Override
  public @Nullable RawRecord next() throws IOException {
    return cutter.line();
  }

  @Override
  public @Nullable String schema() {
    return null;
  }

  @Override
  public long bytesRead() {
    return window.bytesRead();
  }

  @Override
  public void close() throws IOException {
    window.close();
  }
}
