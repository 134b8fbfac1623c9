package io.vigil.pipelines.archive;

import io.vigil.pipelines.cli.FileProblem;
import io.vigil.pipelines.cli.Refusal;
import io.vigil.schemas.avro.RowDecoder;
import io.vigil.schemas.parquet.ParquetRecordReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/** Reads the rows of an archived file, whichever version of Vigil wrote it. */
final class ArchivedRows {

  /** Takes a row. */
  @FunctionalInterface
  interface Taker<T> {
    void take(T row) throws IOException;
  }

  private ArchivedRows() {}

  /**
   * Hands on each row.
   *
   * @throws Refusal if the file is not there, damaged, or has not as many rows as its entry says
   */
  static <T> void forEach(ArchivedFile file, RowKind<T> rows, Taker<T> taker) throws IOException {
    try (var reader = reader(file)) {
      var decoder = decoder(file, rows, reader.schema());
      long read = 0;
      for (var row = next(file, reader); row != null; row = next(file, reader)) {
        taker.take(decode(file, decoder, row));
        read++;
      }
      if (read != file.records()) {
        throw damaged(
            file, "it has %d records, and its entry says %d".formatted(read, file.records()));
      }
    }
  }

  /**
   * Looks whether the file is there, and whether its size and its footer are as its entry says.
   *
   * @throws Refusal if not
   */
  static void check(ArchivedFile file) throws IOException {
    try (var reader = reader(file)) {
      decoder(file, RowKind.of(file.kind()), reader.schema());
      if (reader.rowCount() != file.records()) {
        throw damaged(
            file,
            "it has %d records, and its entry says %d"
                .formatted(reader.rowCount(), file.records()));
      }
    }
  }

  /**
   * When its records were archived, or the last of them.
   *
   * @throws Refusal if the file is not there
   */
  static FileTime archivedAt(ArchivedFile file) {
    try {
      return Files.getLastModifiedTime(Path.of(file.path()));
    } catch (IOException e) {
      throw damaged(file, FileProblem.inWords(e));
    }
  }

  private static ParquetRecordReader reader(ArchivedFile file) {
    try {
      return open(file);
    } catch (IOException e) {
      throw damaged(file, FileProblem.inWords(e));
    }
  }

  private static byte @Nullable [] next(ArchivedFile file, ParquetRecordReader reader) {
    try {
      var record = reader.next();
      if (record == null) {
        return null;
      }
      var damage = record.damage();
      if (damage != null) {
        throw damaged(file, damage.message());
      }
      return record.bytes();
    } catch (IOException e) {
      throw damaged(file, FileProblem.inWords(e));
    }
  }

  private static <T> T decode(ArchivedFile file, RowDecoder<T> decoder, byte[] row) {
    try {
      return decoder.decode(row);
    } catch (IOException e) {
      throw damaged(file, FileProblem.inWords(e));
    }
  }

  private static ParquetRecordReader open(ArchivedFile file) throws IOException {
    var path = Path.of(file.path());
    var channel = Files.newByteChannel(path);
    if (channel.size() != file.bytes()) {
      channel.close();
      throw damaged(
          file, "it has %d bytes, and its entry says %d".formatted(Files.size(path), file.bytes()));
    }
    return new ParquetRecordReader(file.path(), channel);
  }

  private static <T> RowDecoder<T> decoder(ArchivedFile file, RowKind<T> rows, String schema) {
    try {
      return rows.type().decoderFor(schema);
    } catch (IllegalArgumentException e) {
      throw new Refusal("cannot read " + file.path() + ": " + e.getMessage(), e);
    }
  }

  private static Refusal damaged(ArchivedFile file, String problem) {
    return new Refusal("the archive is damaged: " + file.path() + ": " + problem);
  }
}
