package io.vigil.pipelines.redrive;

import io.vigil.pipelines.cli.FileProblem;
import io.vigil.pipelines.cli.Refusal;
import io.vigil.pipelines.files.InputFiles;
import io.vigil.pipelines.files.ReadLimits;
import io.vigil.pipelines.files.SourceFile;
import io.vigil.schemas.Encoding;
import io.vigil.schemas.RawRecord;
import io.vigil.schemas.avro.JsonRowReader;
import io.vigil.schemas.avro.RecordType;
import io.vigil.schemas.csv.CsvDialect;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/** Files of one of Vigil's tables, as any version of it has written them. */
record FilesOrigin<T>(List<SourceFile> files, RecordType<T> type) implements Origin<T> {

  /** A dead letter holds a whole record, in Base64 at the worst, and more. */
  private static final ReadLimits LIMITS = new ReadLimits(512 << 20, CsvDialect.DEFAULT);

  static <T> FilesOrigin<T> matching(String flag, String glob, RecordType<T> type) {
    var files = InputFiles.match(flag, List.of(glob), null);
    for (var file : files) {
      if (file.format().encoding() == Encoding.CSV) {
        throw new Refusal(flag + ": Vigil writes no such table: " + file.path());
      }
    }
    return new FilesOrigin<>(files, type);
  }

  @Override
  public void forEach(Consumer<T> action) {
    for (var file : files) {
      try (var reader = file.open(LIMITS)) {
        for (var row = reader.next(); row != null; row = reader.next()) {
          action.accept(decoded(row));
        }
      } catch (IOException e) {
        throw new Refusal("cannot read " + file.path() + ": " + FileProblem.inWords(e), e);
      }
    }
  }

  private T decoded(RawRecord row) throws IOException {
    if (row.damage() != null) {
      throw new Refusal("cannot read " + row.position() + ": " + row.damage().message());
    }
    try {
      return row.encoding() == Encoding.JSON
          ? type.fromAvro(
              JsonRowReader.read(type.schema(), new String(row.bytes(), StandardCharsets.UTF_8)))
          : type.decoderFor(String.valueOf(row.schema())).decode(row.bytes());
    } catch (IllegalArgumentException e) {
      throw new Refusal(
          "%s: no row of %s: %s".formatted(row.position(), type.schema().getName(), e.getMessage()),
          e);
    }
  }

  @Override
  public String toString() {
    return files.size() == 1 ? files.get(0).path() : "%,d files".formatted(files.size());
  }
}
