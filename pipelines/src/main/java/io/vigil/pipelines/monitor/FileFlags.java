package io.vigil.pipelines.monitor;

import io.vigil.pipelines.files.InputFiles;
import io.vigil.pipelines.files.OutputDirectory;
import io.vigil.pipelines.files.OutputFormat;
import io.vigil.pipelines.files.ReadLimits;
import io.vigil.pipelines.tables.Table;
import io.vigil.pipelines.tables.Tables;
import io.vigil.schemas.files.FileFormat;
import io.vigil.schemas.mapping.Mapping;
import io.vigil.schemas.parse.TransactionParser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** The flags of a bounded run: files in, a folder of tables out. */
final class FileFlags {

  static final Set<String> TABLES =
      Tables.all().stream().map(Table::name).collect(Collectors.toUnmodifiableSet());

  private static final int MEBIBYTE = 1 << 20;

  @Option(
      names = "--input",
      paramLabel = "GLOB",
      showDefaultValue = Visibility.NEVER,
      description =
          "Files to read; may be given several times. The name tells the format: .json .jsonl"
              + " .ndjson .csv .avro .parquet, the text forms also with .gz.")
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
      names = "--output",
      paramLabel = "DIR",
      showDefaultValue = Visibility.NEVER,
      description = "Where the tables appear, all at once, when everything is done.")
  private @Nullable Path output;

  @Option(
      names = "--outputFormat",
      paramLabel = "FORMAT",
      defaultValue = "parquet",
      description = "${COMPLETION-CANDIDATES}.")
  private OutputFormat outputFormat = OutputFormat.parquet;

  @Option(names = "--overwrite", description = "Replace the tables that stand in DIR.")
  private boolean overwrite;

  /** Whether there are files to read. */
  boolean areGiven() {
    return !inputs.isEmpty();
  }

  /** The first flag that has no meaning without files; null if there is none. */
  @Nullable String givenInVain() {
    if (output != null) {
      return "--output";
    }
    return inputFormat != null ? "--inputFormat" : null;
  }

  /**
   * What they mean here and now.
   *
   * @throws IllegalArgumentException if one of them is wrong, with a line for the user
   */
  BoundedFiles resolve(@Nullable Mapping mapping) throws IOException {
    if (output == null) {
      throw new IllegalArgumentException("Missing required option: '--output=DIR'");
    }
    if (maxRecordBytes < 1 || maxRecordBytes > 256 * MEBIBYTE) {
      throw new IllegalArgumentException(
          "--maxRecordBytes=" + maxRecordBytes + " is not in 1 to 268435456");
    }
    var limits = new ReadLimits(maxRecordBytes, mapping == null ? ',' : mapping.delimiter());
    OutputDirectory.check(output, overwrite, TABLES);
    var files = InputFiles.match(inputs, inputFormat);
    InputFiles.check(files, limits, TransactionParser.of(mapping));
    return new BoundedFiles(files, limits, output, outputFormat);
  }
}
