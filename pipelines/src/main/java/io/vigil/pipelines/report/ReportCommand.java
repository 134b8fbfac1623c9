package io.vigil.pipelines.report;

import io.vigil.pipelines.cli.FileProblem;
import io.vigil.pipelines.cli.Refusal;
import io.vigil.pipelines.folders.OwnFiles;
import io.vigil.pipelines.postgres.PostgresFlags;
import io.vigil.pipelines.results.ResultTables;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code vigil report}: writes what the tables say as a page. */
@Command(
    name = "report",
    description =
        "Writes what the tables of monitor say as one page that needs no network: what was read and"
            + " what became of it, payments by day and hour, incidents on their timelines, dead"
            + " letters by reason. Cards are masked in it. Over files monitor writes it by itself.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    showDefaultValues = true,
    footer = {"", "Exit codes: 0 done; 1 not done, the last line says why; 2 wrong command line."})
public final class ReportCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--from",
      paramLabel = "DIR",
      description = "What vigil monitor has written with --output=DIR; instead of --jdbcUrl.")
  private @Nullable Path from;

  @Mixin private PostgresFlags postgres = new PostgresFlags();

  @Option(
      names = "--output",
      paramLabel = "FILE",
      defaultValue = Report.FILE,
      description = "The page.")
  private Path output = Path.of(Report.FILE);

  @Option(names = "--overwrite", description = "Replace FILE if it is there.")
  private boolean overwrite;

  @Override
  public Integer call() {
    if ((from == null) == !postgres.isGiven()) {
      throw new ParameterException(
          spec.commandLine(),
          from == null
              ? "--from=DIR or --jdbcUrl=URL is needed: whose tables?"
              : "--from and --jdbcUrl are both given: whose tables?");
    }
    if (!overwrite && Files.exists(output)) {
      throw new Refusal("--output=" + output + " is there; --overwrite replaces it");
    }
    var page = Report.of(Findings.in(tables()), null).getBytes(StandardCharsets.UTF_8);
    write(page);
    spec.commandLine().getOut().println("report=" + output + " bytes=" + page.length);
    return ExitCode.OK;
  }

  private ResultTables tables() {
    var database = postgres.config();
    if (database != null) {
      return ResultTables.inDatabase(database);
    }
    if (from == null) {
      throw new IllegalStateException("not checked");
    }
    return ResultTables.inFolder(from);
  }

  private void write(byte[] page) {
    try {
      if (overwrite) {
        Files.deleteIfExists(output);
      }
      OwnFiles.create(output, page);
    } catch (FileAlreadyExistsException e) {
      throw new Refusal("--output=" + output + " is there; --overwrite replaces it", e);
    } catch (IOException e) {
      throw new Refusal("cannot write " + output + ": " + FileProblem.inWords(e), e);
    }
  }
}
