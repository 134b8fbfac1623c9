package io.vigil.pipelines.generate;

import io.vigil.pipelines.cli.Progress;
import io.vigil.schemas.TextTransactionWriter;
import io.vigil.schemas.TransactionWriter;
import io.vigil.schemas.avro.AvroTransactionWriter;
import io.vigil.schemas.csv.CsvTransactionWriter;
import io.vigil.schemas.json.JsonTransactionWriter;
import io.vigil.schemas.parquet.ParquetTransactionWriter;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Writes records to the files of which they know the number. */
final class TransactionFiles implements EntrySink {

  private static final int BLOCK = 1 << 16;

  private final Path folder;
  private final GenerateConfig config;

  private @Nullable TransactionWriter writer;
  private int file = -1;

  /**
   * @param folder to which the names of files are relative
   */
  TransactionFiles(Path folder, GenerateConfig config) {
    this.folder = folder;
    this.config = config;
  }

  @Override
  public void write(Entry entry) throws IOException {
    var open = writer;
    if (open == null || entry.file != file) {
      close();
      file = entry.file;
      open = open();
      writer = open;
    }
    if (entry.bad == null) {
      open.write(entry.transaction);
    } else {
      ((TextTransactionWriter) open).writeLine(entry.bad.line());
    }
    Progress.add(1, 0);
  }

  @Override
  public void close() throws IOException {
    if (writer != null) {
      writer.close();
      writer = null;
    }
  }

  private TransactionWriter open() throws IOException {
    var path = folder.resolve(config.form().fileName(file));
    var out = new CountedBytes(Files.newOutputStream(path));
    try {
      return switch (config.form().format()) {
        case JSON -> new JsonTransactionWriter(text(out));
        case CSV -> new CsvTransactionWriter(text(out));
        case AVRO -> new AvroTransactionWriter(out, syncMarker());
        case PARQUET -> new ParquetTransactionWriter(new BufferedOutputStream(out, BLOCK));
      };
    } catch (IOException | RuntimeException e) {
      try (out) {
        throw e;
      }
    }
  }

  private OutputStream text(OutputStream out) throws IOException {
    return config.form().gzip() ? new GZIPOutputStream(out, BLOCK) : out;
  }

  /** Sixteen bytes that no data will hold by chance, and that are the same on every run. */
  private byte[] syncMarker() {
    long first = Dice.mix(config.seed() ^ file);
    return ByteBuffer.allocate(16).putLong(first).putLong(Dice.mix(first + 1)).array();
  }

  private static final class CountedBytes extends FilterOutputStream {

    CountedBytes(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
      Progress.add(0, length);
    }
  }
}
