package io.vigil.pipelines.redrive;

import io.vigil.pipelines.cli.FileProblem;
import io.vigil.pipelines.cli.Refusal;
import io.vigil.pipelines.files.OutputDirectory;
import io.vigil.pipelines.tables.Tables;
import io.vigil.schemas.DeadLetter;
import io.vigil.schemas.avro.RecordTypes;
import io.vigil.schemas.parquet.ParquetRowWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** Writes a new table of dead letters to a folder, which appears whole when the run is done. */
final class ReturnToFolder implements Returns {

  static final Set<String> TABLES = Set.of(Tables.DEAD_LETTERS.name());

  private final OutputDirectory directory;
  private final ParquetRowWriter<DeadLetter> rows;

  private ReturnToFolder(OutputDirectory directory, ParquetRowWriter<DeadLetter> rows) {
    this.directory = directory;
    this.rows = rows;
  }

  static ReturnToFolder in(Path folder) {
    var directory = OutputDirectory.prepare(folder, TABLES);
    var file = directory.staging().resolve(Tables.DEAD_LETTERS.name()).resolve("part-0.parquet");
    try {
      return new ReturnToFolder(
          directory, new ParquetRowWriter<>(RecordTypes.DEAD_LETTER, Files.newOutputStream(file)));
    } catch (IOException e) {
      directory.close();
      throw problem(e);
    }
  }

  @Override
  public void add(DeadLetter raised) {
    try {
      rows.write(raised);
    } catch (IOException e) {
      throw problem(e);
    }
  }

  @Override
  public void commit() {
    // The folder appears as a whole.
  }

  @Override
  public void finish() {
    try {
      rows.close();
      directory.publish();
    } catch (IOException e) {
      throw problem(e);
    }
  }

  @Override
  public void close() {
    directory.close();
  }

  private static Refusal problem(IOException e) {
    return new Refusal("cannot write to --output: " + FileProblem.inWords(e), e);
  }
}
