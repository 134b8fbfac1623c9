package io.vigil.pipelines.files;

import io.vigil.schemas.RawRecord;
import io.vigil.schemas.RawRecord.Damage;
import io.vigil.schemas.Reason;
import io.vigil.schemas.RecordReader;
import io.vigil.schemas.SourcePosition;
import org.jspecify.annotations.Nullable;

/** Stands for a file that is unusable: one damaged record, so that the others can be read. */
final class SetAsideFile implements RecordReader {

  private static final byte[] NO_BYTES = {};

  private final SourceFile file;
  private final String problem;
  private boolean isTold;

  SetAsideFile(SourceFile file, String problem) {
    this.file = file;
    this.problem = problem;
  }

  @Override
  public @Nullable RawRecord next() {
    if (isTold) {
      return null;
    }
    isTold = true;
    return new RawRecord(
        SourcePosition.inFile(file.path(), SourcePosition.WHOLE_FILE),
        file.format().encoding(),
        null,
        NO_BYTES,
        new Damage(Reason.UNUSABLE_FILE, problem));
  }

  @Override
  public @Nullable String schema() {
    return null;
  }

  @Override
  public long bytesRead() {
    return file.bytes();
  }

  @Override
  public void close() {}
}
