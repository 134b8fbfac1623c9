package io.vigil.pipelines.score;

import io.vigil.pipelines.cli.DurationFlag;
import io.vigil.pipelines.cli.FileProblem;
import io.vigil.pipelines.cli.Refusal;
import io.vigil.pipelines.postgres.PostgresFlags;
import io.vigil.pipelines.results.ResultTables;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code vigil score}: says how well fraud was found. */
@Command(
    name = "score",
    description =
        "Says how well fraud was found: what was planted, by the truth of vigil generate, is held"
            + " against the incidents in the tables of vigil monitor.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    showDefaultValues = true,
    footer = {
      "",
      "The last line is the result: planted=… right_key=… other_key=… missed=… recall=… recall_all=…"
          + " seconds=… transactions=… prompt=… incidents_for_each=… false_a_day=…"
          + " false_a_day_later=… surges=… called_fraud=…",
      "Exit codes: 0 done, however well it was found; 1 not done; 2 wrong command line."
    })
public final class ScoreCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--truth",
      paramLabel = "DIR",
      description = "What vigil generate has written as the truth.")
  private @Nullable Path truth;

  @Option(
      names = "--tables",
      paramLabel = "DIR",
      description = "What vigil monitor has written; instead of --jdbcUrl.")
  private @Nullable Path tables;

  @Mixin private PostgresFlags postgres = new PostgresFlags();

  @Option(
      names = "--tolerance",
      paramLabel = "DURATION",
      defaultValue = "10m",
      converter = DurationFlag.class,
      description = "So long after its last transaction a fraud may be told and still be found.")
  private Duration tolerance = Duration.ZERO;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Writes the score, with what became of each planted incident.")
  private @Nullable Path json;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Writes a page with a timeline of each incident; cards are masked in it.")
  private @Nullable Path html;

  @Option(
      names = "--summarise",
      paramLabel = "FILE",
      split = ",",
      description = "Instead of all else: sums up what --json has written of several runs.")
  private List<Path> summarised = List.of();

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    if (!summarised.isEmpty()) {
      refuse(
          truth != null || tables != null || postgres.isGiven() || json != null || html != null,
          "--summarise stands alone: it reads files of --json");
      return summarise(out);
    }
    refuse(truth == null, "--truth=DIR is missing: what was planted?");
    refuse(
        (tables == null) == !postgres.isGiven(),
        tables == null
            ? "--tables=DIR or --jdbcUrl=URL is needed: what was told?"
            : "--tables and --jdbcUrl are both given: whose incidents are scored?");
    return score(out, Truth.read(given(truth)), told());
  }

  private int score(PrintWriter out, Truth planted, Told told) {
    var matching = new Matching(tolerance);
    var score = Score.of(planted, told, matching);
    ScoreTables.frauds(score.frauds()).lines().forEach(out::println);
    out.println();
    ScoreTables.surges(score.surges()).lines().forEach(out::println);
    out.println();
    out.println(ScoreTables.falseAlarms(score));
    if (json != null) {
      write(json, ScoreFile.text(score));
    }
    if (html != null) {
      write(html, ScorePage.of(score, planted, told, matching));
    }
    out.println(ResultLine.of(List.of(score)));
    return ExitCode.OK;
  }

  private int summarise(PrintWriter out) {
    var scores = summarised.stream().map(ScoreFile::read).toList();
    var frauds = scores.stream().flatMap(it -> it.frauds().stream()).toList();
    var surges = scores.stream().flatMap(it -> it.surges().stream()).toList();
    ScoreTables.frauds(frauds).lines().forEach(out::println);
    out.println();
    ScoreTables.surges(surges).lines().forEach(out::println);
    out.println();
    SeedTables.spread(scores).lines().forEach(out::println);
    out.println("runs=" + scores.size() + " " + ResultLine.of(scores));
    return ExitCode.OK;
  }

  private Told told() {
    var database = postgres.config();
    return Told.of(
        database == null
            ? ResultTables.inFolder(given(tables))
            : ResultTables.inDatabase(database));
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new Refusal("cannot write " + file + ": " + FileProblem.inWords(e), e);
    }
  }

  private void refuse(boolean isWrong, String problem) {
    if (isWrong) {
      throw new ParameterException(spec.commandLine(), problem);
    }
  }

  private static Path given(@Nullable Path path) {
    if (path == null) {
      throw new IllegalStateException("not checked");
    }
    return path;
  }
}
