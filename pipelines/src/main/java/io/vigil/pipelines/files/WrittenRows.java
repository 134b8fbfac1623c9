package io.vigil.pipelines.files;

import io.vigil.schemas.avro.JsonRowReader;
import io.vigil.schemas.avro.RecordType;
import io.vigil.schemas.avro.RowDecoder;
import io.vigil.schemas.parquet.ParquetRecordReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;

/** Reads the rows that a run has written, so that what it says of them is true of the files. */
public final class WrittenRows {

  private WrittenRows() {}

  /**
   * Hands the rows of some files of a table's folder to the consumer, in whatever format and by
   * whatever version they were written.
   *
   * @param name the name that the files were given by {@link WriteRows}; {@code *} for all
   * @throws IOException if a row is not of that table, with a line that names the file
   */
  public static <T> void forEach(Path folder, String name, RecordType<T> type, Consumer<T> consumer)
      throws IOException {
    for (var format : OutputFormat.values()) {
      for (var file : files(folder, name, format)) {
        try {
          switch (format) {
            case parquet -> decodeParquet(file, type, consumer);
            case jsonl -> decodeJson(file, type, consumer);
          }
        } catch (IllegalArgumentException e) {
          throw new IOException(file + ": " + e.getMessage(), e);
        }
      }
    }
  }

  private static <T> void decodeJson(Path file, RecordType<T> type, Consumer<T> consumer)
      throws IOException {
    try (var lines = Files.newBufferedReader(file)) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        consumer.accept(type.fromAvro(JsonRowReader.read(type.schema(), line)));
      }
    }
  }

  private static <T> void decodeParquet(Path file, RecordType<T> type, Consumer<T> consumer)
      throws IOException {
    try (var reader = new ParquetRecordReader(file.toString(), Files.newByteChannel(file))) {
      RowDecoder<T> decoder = null;
      for (var record = reader.next(); record != null; record = reader.next()) {
        if (record.damage() != null) {
          throw new IOException(file + ": " + record.damage().message());
        }
        if (decoder == null) {
          decoder = type.decoderFor(String.valueOf(record.schema()));
        }
        consumer.accept(decoder.decode(record.bytes()));
      }
    }
  }

  private static List<Path> files(Path folder, String name, OutputFormat format)
      throws IOException {
    if (Files.notExists(folder)) {
      return List.of();
    }
    try (var files = Files.newDirectoryStream(folder, name + "-*." + format)) {
      return StreamSupport.stream(files.spliterator(), false).sorted().toList();
    }
  }
}
