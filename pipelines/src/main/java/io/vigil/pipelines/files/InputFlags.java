package io.vigil.pipelines.files;

import io.vigil.schemas.files.FileFormat;
import io.vigil.schemas.mapping.Mapping;
import io.vigil.schemas.parse.TransactionParser;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** The flags that say which files are read, for any command. */
public class InputFlags {

  /**
   * Files to read, found and checked.
   *
   * @param limits how they are cut into records
   */
  public record Input(List<SourceFile> files, ReadLimits limits) {
    public long bytes() {
      return files.stream().mapToLong(SourceFile::bytes).sum();
    }
  }

  private static final int MEBIBYTE = 1 << 20;

  @Option(
      names = "--input",
      paramLabel = "GLOB",
      showDefaultValue = Visibility.NEVER,
      description =
          "Files to read, or a folder of them; may be given several times. The name tells the"
              + " format: .json .jsonl .ndjson .csv .avro .parquet, the text forms also with .gz.")
  private List<String> inputs = List.of();

  @Option(
      names = "--inputFormat",
      paramLabel = "FORMAT",
      description = "Format of all files, whatever their names: json, csv, avro, parquet.")
  private @Nullable FileFormat inputFormat;

  @Option(
      names = "--maxRecordBytes",
      paramLabel = "BYTES",
      defaultValue = "" + MEBIBYTE,
      description = "A longer record becomes a dead letter.")
  private int maxRecordBytes;

  @Option(
      names = "--strict",
      description =
          "Run nothing if a file cannot be used; otherwise it is set aside whole, and the others"
              + " are read.")
  private boolean isStrict;

  /** Whether there are files to read. */
  public boolean areGiven() {
    return !inputs.isEmpty();
  }

  /** The format of all files; null if their names tell it. */
  protected @Nullable FileFormat inputFormat() {
    return inputFormat;
  }

  /**
   * What they mean here and now.
   *
   * @throws IllegalArgumentException if one of them is wrong, with a line for the user
   */
  public Input input(@Nullable Mapping mapping) {
    if (maxRecordBytes < 1 || maxRecordBytes > 256 * MEBIBYTE) {
      throw new IllegalArgumentException(
          "--maxRecordBytes=" + maxRecordBytes + " is not in 1 to 268435456");
    }
    var limits = ReadLimits.of(maxRecordBytes, mapping);
    var files = InputFiles.match("--input", inputs, inputFormat);
    InputFiles.check(files, limits, TransactionParser.of(mapping), isStrict);
    return new Input(files, limits);
  }
}
