package io.vigil.pipelines.files;

import io.vigil.schemas.RecordReader;
import io.vigil.schemas.UnusableFileException;
import io.vigil.schemas.files.FileFormat;
import io.vigil.schemas.files.InputFile;
import io.vigil.schemas.parse.TransactionParser;
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

  /**
   * Opens the file.
   *
   * @throws UnusableFileException if no record can be read
   */
  public RecordReader open(ReadLimits limits) throws IOException {
    return new InputFile(path, format, limits.maxRecordBytes(), limits.csv(), limits.list())
        .open(Files.newByteChannel(Path.of(path)));
  }

  /**
   * Opens the file, if the parser can find in it what it needs.
   *
   * @throws UnusableFileException if it cannot give a single transaction
   */
  public RecordReader open(ReadLimits limits, TransactionParser parser) throws IOException {
    var reader = open(limits);
    var problems = parser.problems(format.encoding(), reader.schema());
    if (problems.isEmpty()) {
      return reader;
    }
    reader.close();
    throw new UnusableFileException(path, String.join("; ", problems));
  }

  /** As {@link #open}; one that is unusable gives a single damaged record, which says so. */
  public RecordReader openOrSetAside(ReadLimits limits, TransactionParser parser)
      throws IOException {
    try {
      return open(limits, parser);
    } catch (UnusableFileException e) {
      return new SetAsideFile(this, e.reason());
    }
  }
}
