package io.vigil.pipelines.monitor;

import io.vigil.pipelines.files.InputFlags;
import io.vigil.pipelines.files.OutputDirectory;
import io.vigil.pipelines.files.OutputFormat;
import io.vigil.pipelines.report.Report;
import io.vigil.pipelines.tables.Table;
import io.vigil.pipelines.tables.Tables;
import io.vigil.schemas.mapping.Mapping;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** The flags of a bounded run: files in, a folder of tables out. */
final class FileFlags extends InputFlags {

  /** The flags that have no meaning without files. */
  static final List<String> NAMES =
      List.of(
          "--output",
          "--outputFormat",
          "--overwrite",
          "--inputFormat",
          "--maxRecordBytes",
          "--strict",
          "--maxDeadLetters");

  static final Set<String> TABLES =
      Tables.all().stream().map(Table::name).collect(Collectors.toUnmodifiableSet());

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

  @Option(
      names = "--maxDeadLetters",
      paramLabel = "SHARE",
      defaultValue = "0.5",
      description =
          "If a larger share of 100 records or more are dead letters, no table appears in DIR.")
  private double maxDeadLetters = 0.5;

  /**
   * What they mean here and now.
   *
   * @throws IllegalArgumentException if one of them is wrong, with a line for the user
   */
  BoundedFiles resolve(@Nullable Mapping mapping) throws IOException {
    if (output == null) {
      throw new IllegalArgumentException("Missing required option: '--output=DIR'");
    }
    if (!(maxDeadLetters >= 0 && maxDeadLetters <= 1)) {
      throw new IllegalArgumentException("--maxDeadLetters must be in 0 to 1");
    }
    var results = new HashSet<>(TABLES);
    results.add(Report.FILE);
    OutputDirectory.check(output, overwrite, results);
    var input = input(mapping);
    return new BoundedFiles(input.files(), input.limits(), output, outputFormat, maxDeadLetters);
  }
}
