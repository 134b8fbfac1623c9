package io.vigil.pipelines.backfill;

import io.vigil.pipelines.files.OutputDirectory;
import io.vigil.pipelines.files.OutputFormat;
import io.vigil.pipelines.tables.Table;
import io.vigil.pipelines.tables.Tables;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that say where the rows of a recomputation go, besides those of PostgreSQL. */
final class TargetFlags {

  static final Set<String> TABLES =
      Tables.all().stream().map(Table::name).collect(Collectors.toUnmodifiableSet());

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "Where the tables of the days appear, all at once, when everything is done.")
  private @Nullable Path output;

  @Option(
      names = "--outputFormat",
      paramLabel = "FORMAT",
      defaultValue = "parquet",
      description = "${COMPLETION-CANDIDATES}.")
  private OutputFormat format = OutputFormat.parquet;

  @Option(names = "--overwrite", description = "Replace the tables that stand in DIR.")
  private boolean overwrite;

  @Option(
      names = "--generation",
      paramLabel = "NUMBER",
      description = "What rows in DIR are marked with, without PostgreSQL; 1 if not given.")
  private @Nullable Long generation;

  void check(boolean hasDatabase, boolean compares) {
    if (output == null && !hasDatabase) {
      throw new IllegalArgumentException(
          "Missing required option: '--jdbcUrl=URL' or '--output=DIR'");
    }
    if (compares && (!hasDatabase || output != null)) {
      throw new IllegalArgumentException(
          "--compare compares with the tables of --jdbcUrl, and takes no --output");
    }
    if (output == null && overwrite) {
      throw new IllegalArgumentException("--overwrite needs --output");
    }
    if (generation != null && (hasDatabase || generation < 1)) {
      throw new IllegalArgumentException(
          generation < 1
              ? "--generation must be 1 or more"
              : "--generation is for --output alone: with --jdbcUrl the next one is taken");
    }
  }

  /** Whether files are written. */
  boolean areFiles() {
    return output != null;
  }

  /** Null for none. */
  @Nullable OutputFolder resolve() {
    if (output == null) {
      return null;
    }
    OutputDirectory.check(output, overwrite, TABLES);
    return new OutputFolder(output, format);
  }

  long generation() {
    return generation == null ? 1 : generation;
  }
}
