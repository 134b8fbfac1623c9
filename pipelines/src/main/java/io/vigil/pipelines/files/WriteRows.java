package io.vigil.pipelines.files;

import io.vigil.schemas.avro.JsonRow;
import io.vigil.schemas.avro.RecordType;
import io.vigil.schemas.avro.RecordTypes;
import java.nio.file.Path;
import org.apache.avro.generic.GenericRecord;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.io.FileIO;
import org.apache.beam.sdk.io.TextIO;
import org.apache.beam.sdk.io.parquet.ParquetIO;
import org.apache.beam.sdk.transforms.Contextful;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.jspecify.annotations.Nullable;

/**
 * Writes one of Vigil's records to the files of one folder, a row each, with the columns of its
 * published schema.
 *
 * <p>In: the records, bounded, in any windows. The files are called {@code NAME-i-of-n}, where the
 * name is {@code part} unless {@link #named} says otherwise, and are as many as the runner has
 * tasks; together they hold each record once. If there is no record there is one empty file, unless
 * {@link #named} is used.
 *
 * @param <T> the record
 */
public final class WriteRows<T> extends PTransform<PCollection<T>, PDone> {

  private static final long serialVersionUID = 1;

  private final String folder;
  private final OutputFormat format;
  private final Class<T> type;
  private final @Nullable SerializableFunction<T, String> nameOf;

  private WriteRows(
      String folder,
      OutputFormat format,
      Class<T> type,
      @Nullable SerializableFunction<T, String> nameOf) {
    this.folder = folder;
    this.format = format;
    this.type = type;
    this.nameOf = nameOf;
  }

  public static <T> WriteRows<T> to(Path folder, OutputFormat format, RecordType<T> type) {
    return new WriteRows<>(folder.toString(), format, type.type(), null);
  }

  /** Puts the records into files that are called as the function says; a few names at the most. */
  public WriteRows<T> named(SerializableFunction<T, String> newNameOf) {
    return new WriteRows<>(folder, format, type, newNameOf);
  }

  @Override
  public PDone expand(PCollection<T> records) {
    var suffix = "." + format;
    FileIO.Write<?, T> rows =
        nameOf == null
            ? orEmpty(FileIO.<T>write().withPrefix("part").withSuffix(suffix).to(folder))
            : FileIO.<String, T>writeDynamic()
                .by(nameOf)
                .withDestinationCoder(StringUtf8Coder.of())
                .withNaming(name -> FileIO.Write.defaultNaming(name, suffix))
                .to(folder);
    FileIO.Write<?, T> files =
        switch (format) {
          case parquet ->
              rows.via(
                  Contextful.fn(toAvro(type)),
                  ParquetIO.sink(RecordTypes.of(type).schema())
                      .withCompressionCodec(CompressionCodecName.ZSTD));
          case jsonl -> rows.via(Contextful.fn(toJson(type)), TextIO.sink());
        };
    records.apply("Files", files);
    return PDone.in(records.getPipeline());
  }

  /**
   * Writes an empty file for an empty table, so that programs find its columns. Beam does so only
   * if it need not keep windows apart.
   */
  @SuppressWarnings("deprecation")
  private static <T> FileIO.Write<Void, T> orEmpty(FileIO.Write<Void, T> files) {
    return files.withIgnoreWindowing();
  }

  private static <T> SerializableFunction<T, GenericRecord> toAvro(Class<T> type) {
    return record -> RecordTypes.of(type).toAvro(record);
  }

  private static <T> SerializableFunction<T, String> toJson(Class<T> type) {
    return record -> JsonRow.of(RecordTypes.of(type).toAvro(record));
  }
}
