package io.vigil.pipelines.files;

import io.vigil.schemas.RecordReader;
import io.vigil.schemas.files.FileFormat;
import io.vigil.schemas.files.InputFile;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that a run reads.
 *
 * @param path absolute
 * @param bytes its size when it was found
 */
public record SourceFile(String path, FileFormat format, long bytes) implements Serializable {

  /** Opens the file. */
  public RecordReader open(ReadLimits limits) throws IOException {
    return new InputFile(path, format, limits.maxRecordBytes(), limits.delimiter())
        .open(Files.newByteChannel(Path.of(path)));
  }
}
